"""`buffer`, `out-of-stock`, `sold-out`: what is sold and by which rules."""
