"""What we claim about speed and quality, each as a command that prints one JSON line."""
