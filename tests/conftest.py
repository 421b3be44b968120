"""What holds for every test."""

from hypothesis import settings

pytest_plugins = ["tests.servers.fixtures"]

settings.register_profile("suite", deadline=None, print_blob=True)
settings.load_profile("suite")
