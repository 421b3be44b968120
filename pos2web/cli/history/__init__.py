"""`history`: what happened, told and exported."""
