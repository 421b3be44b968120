"""Whole days of a merchant: a till database, a shop behind HTTP, and Pos2Web between them."""
