"""`buffer`, `out-of-stock` and `sold-out`."""
