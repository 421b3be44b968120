"""Kills and faults at random: what a shop looks like after very bad days."""
