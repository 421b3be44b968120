"""Till and shop kept in step for long, watching what grows; see `python -m tests.soak`."""
