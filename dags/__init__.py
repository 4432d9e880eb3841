"""Airflow: when and in what order, never how. Every task starts the `adwatch` command."""
