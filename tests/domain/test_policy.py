"""Whose a field is, where the till knows nothing of it."""

from pos2web.domain.changes import Owner
from pos2web.domain.policy import Policy
from pos2web.domain.values import Kind
from pos2web.ports import TillCapabilities


def test_a_till_without_brands_names_none_in_its_products() -> None:
    kinds = frozenset({Kind.PRODUCT, Kind.STOCK})

    assert TillCapabilities(kinds=kinds).lacking == {"brand", "supplier", "categories"}


def test_a_till_lacks_the_fields_that_it_does_not_name() -> None:
    lacking = TillCapabilities(product_fields=frozenset({"ean", "brand"})).lacking

    assert lacking >= {"summary", "weight", "is_active"}
    assert lacking.isdisjoint({"ean", "brand", "reference", "name", "price", "tax_rate"})


def test_what_a_till_lacks_is_the_shops_once_the_product_is_made() -> None:
    policy = Policy().of_till({"ean", "brand"})

    assert policy.owner(Kind.PRODUCT, "ean") is Owner.CREATION
    assert policy.owner(Kind.PRODUCT, "brand") is Owner.CREATION
    assert policy.owner(Kind.PRODUCT, "price") is Owner.TILL
    assert policy.owner(Kind.BRAND, "name") is Owner.TILL


def test_what_the_merchant_took_from_the_till_stays_whose_it_is() -> None:
    said = Policy(owners={Kind.PRODUCT: {"description": Owner.SHOP, "ean": Owner.WEB}})

    policy = said.of_till({"description", "ean", "weight"})

    assert policy.owner(Kind.PRODUCT, "description") is Owner.SHOP
    assert policy.owner(Kind.PRODUCT, "ean") is Owner.WEB
    assert policy.owner(Kind.PRODUCT, "weight") is Owner.CREATION


def test_a_till_that_lacks_nothing_changes_no_rule() -> None:
    policy = Policy()

    assert policy.of_till(()) is policy
    assert policy.of_till({"is_active"}) is policy
