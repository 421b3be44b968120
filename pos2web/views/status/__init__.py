"""`status`: where the installation stands, and what of it needs somebody."""
