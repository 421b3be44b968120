"""Speaking to the web service: pages, filters, and answers that mean trouble."""

import httpx
import pytest

from pos2web.adapters.http import Http, Response
from pos2web.adapters.prestashop.client import Client, Resource, is_worth_asking_again
from pos2web.adapters.prestashop.xml import text
from pos2web.errors import CredentialsError, ProtocolError, TransientError
from tests.adapters.prestashop.shops import Answering, in_turn, recorded, refusal, xml

BRANDS = Resource("manufacturers", "manufacturer", ("id", "name"))
PRODUCTS = Resource("products", "product", ("id", "reference"), ("images",))


class Told:
    """A client of a shop that answers as told, and what it asked for."""

    def __init__(self, answer: Answering, *, id_shop: int = 1) -> None:
        self.asked: list[dict[str, str]] = []
        self._answer = answer
        http = Http("http://shop.test/api/", transport=httpx.MockTransport(self._remember))
        self.client = Client(http, id_shop=id_shop, listing_size=2)

    def _remember(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(dict(request.url.params))
        return self._answer(request)


def brands(*ids: int) -> httpx.Response:
    found = "".join(f"<manufacturer><id>{id_}</id></manufacturer>" for id_ in ids)
    return xml(f"<manufacturers>{found}</manufacturers>")


def brands_of_which_one_went(*ids: int | None) -> httpx.Response:
    """Brands as an 8.2.1 lists them when some are deleted between its list and their reading."""
    found = "".join(
        "<manufacturer>\n</manufacturer>"
        if id_ is None
        else f"<manufacturer><id>{id_}</id></manufacturer>"
        for id_ in ids
    )
    return xml(f"<manufacturers>{found}</manufacturers>")


def products(*ids: int, inner: str = "") -> httpx.Response:
    return xml(
        "<products>"
        + "".join(f"<product><id>{id_}</id>{inner}</product>" for id_ in ids)
        + "</products>"
    )


def test_pages_follow_the_id_so_that_deletions_hide_nothing() -> None:
    told = Told(in_turn(brands(3, 5), brands(9)))

    pages = list(told.client.pages(BRANDS))

    assert [[text(row, "id") for row in page] for page in pages] == [["3", "5"], ["9"]]
    assert "filter[id]" not in told.asked[0]
    assert told.asked[1]["filter[id]"] == ">[5]"
    assert {asked["sort"] for asked in told.asked} == {"[id_ASC]"}


def test_what_is_deleted_while_it_is_listed_is_not_there() -> None:
    told = Told(
        in_turn(brands_of_which_one_went(3, None), brands_of_which_one_went(None, None), brands())
    )

    pages = list(told.client.pages(BRANDS))

    assert [[text(row, "id") for row in page] for page in pages] == [["3"]]
    assert [asked.get("filter[id]") for asked in told.asked] == [None, ">[3]", ">[3]"]


@pytest.mark.parametrize("field", ["id", "name"])
def test_what_is_deleted_while_it_is_looked_for_is_not_found(field: str) -> None:
    told = Told(in_turn(brands_of_which_one_went(None, 4), brands()))

    pages = list(told.client.find(BRANDS, field, ["4", "5"]))

    assert [[text(row, "id") for row in page] for page in pages] == [["4"]]


def test_a_full_last_page_is_followed_by_an_empty_one() -> None:
    told = Told(in_turn(brands(3, 5), brands()))

    assert len(list(told.client.pages(BRANDS))) == 1
    assert told.client.calls == 2


@pytest.mark.parametrize(
    "answers",
    [[brands(3, 5), brands(3, 5)], [brands(5, 3)], [brands(3, 3)], [brands(0, 1)]],
    ids=["again", "backwards", "twice", "without a number"],
)
def test_a_list_out_of_its_order_is_not_believed(answers: list[httpx.Response]) -> None:
    told = Told(in_turn(*answers))

    with pytest.raises(ProtocolError, match=r"shop\.test lists manufacturers out of their order"):
        list(told.client.pages(BRANDS))


@pytest.mark.parametrize("inner", ["", "<categories/>", "<manufacturer><id>3</id></manufacturer>"])
def test_an_answer_without_the_list_is_not_an_empty_list(inner: str) -> None:
    told = Told(in_turn(xml(inner)))

    with pytest.raises(ProtocolError, match="asked for manufacturers and answered something else"):
        list(told.client.pages(BRANDS))


def test_every_request_names_the_shop() -> None:
    told = Told(in_turn(brands()), id_shop=3)

    list(told.client.pages(BRANDS))

    assert told.asked[0]["id_shop"] == "3"


@pytest.mark.parametrize(
    "answer",
    [
        recorded("02-lists-filters-formats/04"),
        products(1),
        products(1, inner="<associations><images><image/></images></associations>"),
    ],
    ids=["says that it does not know", "leaves it out", "leaves the ids out"],
)
def test_where_associations_cannot_be_chosen_whole_records_are_read(
    answer: httpx.Response,
) -> None:
    images = "<associations><images/></associations>"
    told = Told(in_turn(answer, products(1, inner=images), products(1, inner=images)))

    first, again = list(told.client.pages(PRODUCTS)), list(told.client.pages(PRODUCTS))

    assert len(first) == len(again) == 1
    assert [asked["display"] for asked in told.asked] == [
        "[id,reference,images[id]]",
        "full",
        "full",
    ]


def test_what_can_be_done_without_is_not_read_whole() -> None:
    light = Resource("products", "product", ("id",), ("images",), needs_all=False)
    told = Told(in_turn(products(1), products(1)))

    list(told.client.pages(light))

    assert told.asked[1]["display"] == "[id]"


def test_other_refusals_to_list_stop_the_run() -> None:
    told = Told(in_turn(refusal(400, 27, "Resource does not exists")))

    with pytest.raises(ProtocolError, match="refused to list products: Resource does not exists"):
        list(told.client.pages(PRODUCTS))


def test_a_refusal_to_show_stops_the_run() -> None:
    told = Told(in_turn(recorded("09-errors/18")))

    with pytest.raises(ProtocolError, match='refused to show what it offers: Resource of type "no'):
        told.client.read("")


def test_values_are_sought_together() -> None:
    told = Told(in_turn(products(1, inner="<associations><images/></associations>")))

    list(told.client.find(PRODUCTS, "reference", ["A", "B", "A", ""]))

    assert told.asked[0]["filter[reference]"] == "[A|B]"


def test_many_values_are_sought_in_several_requests() -> None:
    told = Told(lambda _request: brands())

    list(told.client.find(BRANDS, "name", [f"{n:0>40}" for n in range(100)]))

    assert len(told.asked) > 1
    assert max(len(asked["filter[name]"]) for asked in told.asked) <= 1500
    assert sum(asked["filter[name]"].count("|") + 1 for asked in told.asked) == 100


def test_ids_are_sought_without_pages() -> None:
    told = Told(in_turn(brands(3, 5, 9), brands()))

    found = list(told.client.find(BRANDS, "id", ["3", "5", "9"]))
    gone = list(told.client.find(BRANDS, "id", ["4"]))

    assert len(found) == 1
    assert gone == []
    assert told.asked[0]["limit"] == "3"


def test_a_reference_that_looks_like_a_filter_is_sought_by_eye() -> None:
    odd = "<product><id>7</id><reference>A|B[1]</reference></product>"
    both = f"<products>{odd}<product><id>8</id><reference>A</reference></product></products>"
    whole = products(7, inner="<associations><images/></associations>")
    told = Told(in_turn(xml(both), products(), whole))

    (page,) = told.client.find(PRODUCTS, "reference", ["A|B[1]"])

    assert [text(row, "id") for row in page] == ["7"]
    assert told.asked[0]["display"] == "[id,reference]"
    assert told.asked[-1]["filter[id]"] == "[7]"


def test_a_reference_that_looks_like_a_filter_may_be_nobodys() -> None:
    told = Told(in_turn(products(7)))

    assert list(told.client.find(PRODUCTS, "reference", ["A|B"])) == []


def test_a_redirect_means_a_wrong_address_or_shop() -> None:
    told = Told(in_turn(recorded("09-errors/45")))

    with pytest.raises(ProtocolError, match="its address or id_shop is wrong"):
        told.client.read("products")


@pytest.mark.parametrize("step", ["01", "02", "03", "04", "07", "13"])
def test_a_key_that_may_not_is_a_matter_for_a_person(step: str) -> None:
    told = Told(in_turn(recorded(f"09-errors/{step}")))

    with pytest.raises(CredentialsError, match=r"shop\.test answered 401"):
        told.client.read("products")


def test_a_missing_right_to_write_is_a_matter_for_a_person() -> None:
    told = Told(in_turn(recorded("09-errors/11")))

    with pytest.raises(CredentialsError, match="Method POST is not allowed"):
        told.client.write("POST", PRODUCTS, [])


def test_a_web_service_that_is_off_may_come_back() -> None:
    told = Told(in_turn(recorded("09-errors/44")))

    with pytest.raises(TransientError, match="503: The PrestaShop webservice is disabled"):
        told.client.read("products")


def test_garbage_after_a_write_is_no_answer() -> None:
    told = Told(in_turn(httpx.Response(200, text="<html>Hello</html>"), xml("<product/>")))

    assert told.client.write("POST", PRODUCTS, []).records is None
    assert told.client.write("POST", PRODUCTS, []).is_believable


def test_a_delete_is_answered_by_nothing() -> None:
    told = Told(in_turn(recorded("08-deletes/10"), httpx.Response(200, text="<p>Welcome")))

    assert told.client.delete("products/37").is_believable
    assert not told.client.delete("products/37").is_believable


LOST_FILE = b"<prestashop><errors><error><code>61</code></error></errors></prestashop>"


@pytest.mark.parametrize(
    ("status", "body", "again"),
    [
        (200, b"<prestashop></prestashop>\n", False),
        (200, b"<prestashop><prod", True),
        (200, b"<html></html>", True),
        (503, b"", True),
        (500, b"", True),
        (404, b"", False),
        (500, recorded("02-lists-filters-formats/04").content, False),
        (500, LOST_FILE, False),
    ],
)
def test_a_reading_is_repeated_when_it_may_go_better(status: int, body: bytes, again: bool) -> None:
    answer = Response(status=status, headers={}, body=body)

    assert is_worth_asking_again(answer) is again


def test_a_photo_is_not_taken_for_broken_xml() -> None:
    photo = Response(status=200, headers={"content-type": "image/jpeg"}, body=b"\xff\xd8")

    assert not is_worth_asking_again(photo)
