"""Where the C library can be told to keep the process small, it takes it."""

import platform

from pos2web.daemon.memory import keep_small


def test_glibc_takes_it_and_others_are_left_alone() -> None:
    assert keep_small() == (platform.libc_ver()[0] == "glibc")
