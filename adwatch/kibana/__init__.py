"""Kibana's objects as code: one definition of each dashboard is imported, checked against the server, and drawn."""
