"""How read models follow the log: files, rows, handlers, progress."""
