"""Airflow: when and in what order, never how."""
