"""`status` and the state of the tasks."""
