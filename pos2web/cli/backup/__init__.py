"""`backup`, `restore` and `fleet`."""
