"""What all commands share: the session, exit codes, instants, refusals, reports."""
