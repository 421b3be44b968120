"""Taking backups: the log as it grows, the daily rest, and what may go."""
