"""What a merchant sets for one PrestaShop connection; `adapter.toml` explains each to people."""

import msgspec


class PrestashopSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Plain values; the defaults are those of `adapter.toml`.

    Empty `country`, `language` and `home_category` mean: as the shop itself is set; an empty
    `ca_file` means whom everybody trusts.
    """

    url: str
    key: str = ""
    id_shop: int = 1
    country: str = ""
    language: str = ""
    home_category: str = ""
    ca_file: str = ""
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 60.0
    response_bytes_max: int = 64_000_000
    page_size: int = 100
    listing_size: int = 1000
    overlap_s: int = 5
    workers: int = 4
    product_batch: int = 20
    stock_batch: int = 100
    batch: int = 20

    def __repr__(self) -> str:
        return f"PrestashopSettings(url={self.url!r})"  # never the key
