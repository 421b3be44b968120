"""How what a site shows came about."""
