"""The parts of a running consumer; `processors/stream.py` puts them together."""
