"""An ad as it was read, for a person: what was read where, and why."""
