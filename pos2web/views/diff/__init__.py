"""`diff`: what differs between two moments."""
