"""The process around the tasks: it serves them over HTTP, notes what they do, and ends in time."""
