"""Real servers for backup stores, each a process of its own on 127.0.0.1.

`s3_server` and `sftp_server` are fixtures of every test; `tests/servers/fixtures.py` makes them.
"""
