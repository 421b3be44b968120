"""`show`: one thing on both sides, as it is or as it was."""
