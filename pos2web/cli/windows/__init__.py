"""`windows`: when products are on sale."""
