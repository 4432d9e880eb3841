"""Dates: in digits, by the names of months, counted from the day of writing."""
