"""Working on alerts: what a person may do with one, written down twice, and what is learnt from it."""
