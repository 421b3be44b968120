"""A real catalogue, of somebody else's shop, goes from a till to a shop."""
