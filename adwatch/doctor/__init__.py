"""What the doctor looks at, one thing after the other."""
