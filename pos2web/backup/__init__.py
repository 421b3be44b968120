"""Backups of what Pos2Web itself holds: taken, listed, pruned, tried and brought back."""
