"""A child for the tests: says where it serves, and stays until it is ended."""

import sys
import threading

if "silent" not in sys.argv:
    sys.stdout.write('{"url": "http://127.0.0.1:1"}\n')
    sys.stdout.flush()
    threading.Event().wait()
