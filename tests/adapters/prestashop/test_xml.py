"""Reading and writing PrestaShop's XML."""

import pytest

from pos2web.adapters.prestashop.xml import (
    add,
    document,
    errors,
    holds,
    ids,
    parse,
    record,
    rows,
    text,
    words,
)
from pos2web.errors import ProtocolError
from tests.adapters.prestashop.shops import recorded


def test_records_are_found_listed_and_side_by_side() -> None:
    listed = parse(b"<prestashop><products><product><id>1</id></product></products></prestashop>")
    beside = parse(b"<prestashop><product><id>1</id></product><product/></prestashop>")

    assert [text(row, "id") for row in rows(listed, "product")] == ["1"]
    assert len(rows(beside, "product")) == 2


@pytest.mark.parametrize("body", [b"", b"<html><br></html>", b"<prestashop>", b"<ok/>", b"\x00"])
def test_what_is_not_the_web_services_xml_is_a_protocol_error(body: bytes) -> None:
    with pytest.raises(ProtocolError):
        parse(body)


def test_a_protocol_error_keeps_the_beginning_of_the_answer() -> None:
    with pytest.raises(ProtocolError) as caught:
        parse(b"<html>Under maintenance</html>")

    assert caught.value.answer == "<html>Under maintenance</html>"


@pytest.mark.parametrize(
    ("link", "known"),
    [("http://shop.test/api/product_option_values/11", ["11"]), ("http://shop.test/api/", [""])],
)
def test_what_is_linked_without_an_id_has_the_id_of_its_link(link: str, known: list[str]) -> None:
    row = parse(
        b'<prestashop xmlns:xlink="http://www.w3.org/1999/xlink"><associations><values>'
        b'<value xlink:href="'
        + link.encode()
        + b'">\n</value></values></associations></prestashop>'
    )

    assert ids(row, "values") == known
    assert holds(row, "values") == all(known)


def test_entities_are_not_replaced() -> None:
    bomb = b'<!DOCTYPE p [<!ENTITY a "boom"><!ENTITY f SYSTEM "file:///etc/passwd">]>'

    root = parse(bomb + b"<prestashop><name>x&a;&f;</name></prestashop>")

    assert text(root, "name") == "x"


def test_the_shops_own_words_come_before_phps() -> None:
    found = errors(recorded("02-lists-filters-formats/04").content)

    assert words(found).startswith('Unable to display this field "nosuch"')
    assert "PHP" not in words(found)


def test_phps_words_are_better_than_none() -> None:
    found = errors(recorded("03-create-simple-product/03").content)

    assert "PHP Warning" in words(found)
    assert words([]) == ""


def test_words_are_readable() -> None:
    found = errors(recorded("09-errors/33").content)

    assert words(found) == 'Validation error: "Property Product->name is not valid"'


def test_what_cannot_be_read_complains_of_nothing() -> None:
    assert errors(b"") == []


def test_characters_that_xml_forbids_are_left_out() -> None:
    row = record("manufacturer", [])

    add(row, "name", "A\x01B\N{GRINNING FACE}")

    (seen,) = rows(parse(document([row])), "manufacturer")
    assert text(seen, "name") == "AB\N{GRINNING FACE}"
