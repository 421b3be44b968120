"""The history: what is found of each event, and finding it."""
