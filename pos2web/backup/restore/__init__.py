"""Bringing an installation back, and trying to."""
