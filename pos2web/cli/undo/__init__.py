"""`undo`, `rewind` and `pins`."""
