"""`projections`: what is stored of the state, for technicians."""
