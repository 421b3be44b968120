"""Shops to test with, from the smallest to the largest.

`boutique` has till and shop in memory, `place` a till in SQLite and the sandbox shop behind HTTP,
`trading` the tasks between them on a clock that stands still, `installed` an installation as a
merchant has it, with its daemon in a process of its own. `opened` is where all of them open a log,
its read models, a till and a shop; `clocks` has what they take for the time.
"""
