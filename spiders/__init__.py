"""Scrapy: settings, generic spiders, policy middlewares, the hand-over to Kafka."""
