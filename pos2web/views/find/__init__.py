"""`find`, and every REF that is typed: which things are meant by a reference, a name or a part of one."""
