"""What runs inside of containers."""
