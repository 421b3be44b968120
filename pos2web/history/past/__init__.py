"""Things as they were at a position, and what differs between two."""
