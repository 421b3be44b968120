"""Days, months and the clock on the wall: what periods of tasks and windows of sale share."""
