"""`why`: how what the site shows of a thing comes about."""
