"""Pages of the documentation that are made from the data and the code they describe."""
