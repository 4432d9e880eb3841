"""The records that travel through adwatch, and nothing else. Imports nothing of ours."""
