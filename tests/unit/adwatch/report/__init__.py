"""Tests of adwatch.report."""
