"""The real Apache Kafka and Elasticsearch on loopback, without Docker. `control.py` starts and stops them."""
