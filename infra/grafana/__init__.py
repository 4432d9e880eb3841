"""What Grafana shows of the running stages."""
