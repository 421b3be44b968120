"""`alerts`: the ways by which people are told of trouble, tried."""
