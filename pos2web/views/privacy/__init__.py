"""`privacy`: the people whom the log knows."""
