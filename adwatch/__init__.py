"""The `adwatch` command: wiring, settings, demo. The only place that knows everything."""

__version__ = "0.1.0"
