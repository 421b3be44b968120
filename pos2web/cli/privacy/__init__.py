"""`privacy`: who is known, and to erase it."""
