"""How phone numbers are found: digits in any dress, put together, held against the numbering plans."""
