"""What lies on a store: names, contents, keys."""
