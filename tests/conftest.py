"""What holds for every test."""

pytest_plugins = ["tests.chance", "tests.servers.fixtures"]
