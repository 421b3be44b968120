"""`find`: the things of the till that are called so."""
