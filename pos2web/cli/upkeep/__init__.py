"""`projections` and `log`: care of what is stored."""
