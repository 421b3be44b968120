"""Secrets don't show where values are shown by accident."""

from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sql_database.adapter import SqlSettings


def test_a_shops_key_is_not_in_its_settings_repr() -> None:
    assert "SECRET" not in repr(PrestashopSettings(url="http://shop", key="SECRET"))


def test_a_databases_password_is_not_in_its_settings_repr() -> None:
    shown = repr(SqlSettings(url="postgresql://till:SECRET@host/till", password="SECRET"))  # noqa: S106 - made up for the test

    assert "SECRET" not in shown
