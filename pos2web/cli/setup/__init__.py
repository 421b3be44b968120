"""`init`, `check`, `adapters`: making an installation."""
