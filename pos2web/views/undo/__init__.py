"""`undo`, `rewind`, `pins`: what is held at a value, and what may be taken back."""
