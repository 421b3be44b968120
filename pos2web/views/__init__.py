"""Every question that a person asks, answered in plain values; who shows them lays them out.

A room for each question, named as the command line's rooms are. An answer is worked out from an open
archive that is handed in; it is frozen, and says reasons and sentences in no language.
"""
