"""Tests of adwatch.kibana."""
