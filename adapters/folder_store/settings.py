"""What is set for a store in a folder; `adapter.toml` explains it to people."""

import msgspec


class FolderSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Plain values: the folder, which must be there."""

    path: str
