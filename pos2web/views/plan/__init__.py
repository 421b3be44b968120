"""`plan`: what a sync would change, or would have had to change."""
