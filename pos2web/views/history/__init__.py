"""`history`: what happened, page by page."""
