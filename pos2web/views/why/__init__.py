"""`why`: how what the site shows comes about."""
