"""The epochs of an installation on a store."""
