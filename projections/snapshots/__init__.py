"""Snapshots of the read models, so that the past need not be read from its start."""
