"""`run`, `tasks` and `take-over`: what runs by itself."""
