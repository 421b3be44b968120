"""`plan`, `sync` and `drift`: what would be written to the shop, and writing it."""
