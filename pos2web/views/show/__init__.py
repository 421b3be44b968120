"""`show`: one thing on both sides."""
