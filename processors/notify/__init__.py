"""The notify stage."""
