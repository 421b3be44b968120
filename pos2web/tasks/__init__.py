"""Tasks: the table of them, their schedules, and who runs when; the only home of APScheduler."""
