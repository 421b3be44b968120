"""`windows`: when something is on sale."""
