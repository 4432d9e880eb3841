"""What adwatch runs on: engines, topics, index templates, monitoring."""
