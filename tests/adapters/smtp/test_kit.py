"""The mail channel keeps every promise of its port, with a real server."""

from pathlib import Path

import pytest

from pos2web.adapters.testing import ChannelContract
from tests.adapters.smtp.mailroom import Mailroom
from tests.adapters.smtp.worlds import MailWorld


class TestTheMailChannel(ChannelContract):
    @pytest.fixture
    def world(self, safe_room: Mailroom, ca_file: Path) -> MailWorld:
        return MailWorld(safe_room, ca_file)
