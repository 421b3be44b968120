"""Photos on the sandbox, and the covers that they leave."""

import httpx
import msgspec
import pytest

from pos2web.domain.changes import Action
from pos2web.domain.things import Brand, Image
from pos2web.domain.values import Kind
from pos2web.errors import CredentialsError, ProtocolError, RecordError
from pos2web.ports import Done, Refused, Shop, Unsure, Untried
from tests.adapters.prestashop.photos import JPEG, photo
from tests.adapters.prestashop.shops import (
    car,
    create,
    deactivate,
    delete,
    in_turn,
    keys,
    recorded,
    refusal,
    scripted,
    things,
    update,
    write_of,
    xml,
)

PHOTO = Image(key="24", product="30")
COVERED = (
    "<products><product><id>30</id><id_default_image>24</id_default_image><associations>"
    "<categories/><images><image><id>24</id></image><image><id>25</id></image></images>"
    "</associations></product></products>"
)
OTHER = COVERED.replace("<id_default_image>24", "<id_default_image>25")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
def test_photos_of_every_form_arrive(shop: Shop, form: str) -> None:
    (product,) = keys(shop.apply([create(car())]))

    (key,) = keys(shop.apply([create(Image(key="", product=product), content=photo("red", form))]))

    assert shop.read_image(Image(key=key, product=product))


def test_a_photo_is_replaced_under_its_number(shop: Shop) -> None:
    (product,) = keys(shop.apply([create(car())]))
    (key,) = keys(shop.apply([create(Image(key="", product=product), content=JPEG)]))
    image = Image(key=key, product=product)
    before = shop.read_image(image)

    (again,) = keys(
        shop.apply([write_of(Action.UPDATE, image, "fingerprint", content=photo("blue"))])
    )

    assert again == key
    assert shop.read_image(image) != before


def test_a_product_that_loses_its_cover_gets_another(shop: Shop) -> None:
    (product,) = keys(shop.apply([create(car())]))
    new = [Image(key="", product=product, position=place) for place in (1, 2, 3)]
    photos = keys(shop.apply([create(image, content=JPEG) for image in new]))

    shop.apply([delete(Image(key=photos[0], product=product))])

    left = things(shop.look([create(new[0])]))
    assert [(image.key, image.position) for image in left if isinstance(image, Image)] == [
        (photos[1], 1),
        (photos[2], 2),
    ]


def test_the_tills_first_photo_is_the_cover_even_when_it_comes_last(shop: Shop) -> None:
    (product,) = keys(shop.apply([create(car())]))
    second, first = (Image(key="", product=product, position=place) for place in (2, 1))

    later, cover = keys(shop.apply([create(image, content=JPEG) for image in (second, first)]))

    left = things(shop.look([create(first)]))
    assert [image.key for image in left if isinstance(image, Image)] == [cover, later]


@pytest.mark.parametrize(
    "answer", [httpx.Response(500), refusal(400, 85, "no"), recorded("09-errors/10")]
)
def test_a_photo_that_cannot_become_the_cover_is_there_all_the_same(answer: httpx.Response) -> None:
    made = xml("<image><id>25</id><id_product>30</id_product><cover></cover></image>")
    shop, script = scripted(in_turn(made, answer))

    outcomes = shop.apply([create(Image(key="", product="30"), content=JPEG)])

    assert outcomes == [Done(shop_key="25")]
    assert script.asked == ["POST images/products/30", "PATCH products"]


@pytest.mark.parametrize("asked", [delete, deactivate])
def test_a_photo_that_is_gone_is_deleted(shop: Shop, asked: type) -> None:
    (product,) = keys(shop.apply([create(car())]))

    outcomes = shop.apply([asked(Image(key="99", product=product))])

    assert outcomes == [Done(shop_key="99")]


def test_a_photo_that_is_not_there_cannot_be_read(shop: Shop) -> None:
    with pytest.raises(RecordError, match="photo 9 of product 7 isn't there"):
        shop.read_image(Image(key="9", product="7"))


def test_a_photo_of_which_the_shop_lost_the_file_cannot_be_read() -> None:
    lost = "<errors><error><code>61</code><message>not on disk</message></error></errors>"
    shop, _ = scripted(in_turn(xml(lost, 500)))

    with pytest.raises(RecordError, match="photo 9 of product 7 isn't there"):
        shop.read_image(Image(key="9", product="7"))


def test_a_page_is_not_taken_for_a_photo() -> None:
    shop, _ = scripted(in_turn(httpx.Response(200, text="<html></html>")))

    with pytest.raises(ProtocolError, match="something else than photo 24"):
        shop.read_image(PHOTO)


def test_the_answer_to_a_photo_holds_its_number() -> None:
    shop, script = scripted(in_turn(recorded("04-combinations/33")))

    outcomes = shop.apply([create(Image(key="", product="30"), content=JPEG)])

    assert outcomes == [Done(shop_key="24")]
    assert script.asked == ["POST images/products/30"]


def test_a_photo_is_replaced_by_a_post_that_says_put() -> None:
    shop, script = scripted(in_turn(recorded("04-combinations/51")))

    outcomes = shop.apply([write_of(Action.UPDATE, PHOTO, "fingerprint", content=JPEG)])

    assert outcomes == [Done(shop_key="24")]
    assert script.asked == ["POST images/products/30/24"]
    assert script.requests[0].url.params["ps_method"] == "PUT"


@pytest.mark.parametrize("step", ["01", "02", "05", "08", "10", "13"])
def test_a_photo_that_the_shop_does_not_like_is_refused(step: str) -> None:
    shop, _ = scripted(in_turn(recorded(f"05-image-errors/{step}")))

    (outcome,) = shop.apply([create(Image(key="", product="30"), content=JPEG)])

    assert isinstance(outcome, Refused)
    assert "PHP" not in outcome.reason


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>Welcome</html>"),
        xml("<image><id>24</id><id_product>31</id_product></image>"),
        httpx.Response(404, text="<html>Not found</html>"),
        httpx.Response(500),
        httpx.ReadTimeout("slow"),
    ],
)
def test_a_photo_of_unknown_fate_is_unsure(answer: httpx.Response | Exception) -> None:
    shop, _ = scripted(in_turn(answer))

    (outcome,) = shop.apply([create(Image(key="", product="30"), content=JPEG)])

    assert isinstance(outcome, Unsure)


def test_without_a_photo_nothing_is_sent() -> None:
    shop, script = scripted(in_turn())

    outcomes = shop.apply([create(Image(key="", product="30"))])

    assert outcomes == [Refused(reason="there is no photo to send")]
    assert script.asked == []


def test_what_is_no_photo_is_not_sent() -> None:
    shop, script = scripted(in_turn())

    (outcome,) = shop.apply([create(Image(key="", product="30"), content=b"hello world")])

    assert isinstance(outcome, Refused)
    assert script.asked == []


def test_a_shop_out_of_reach_got_no_photo() -> None:
    shop, _ = scripted(in_turn(httpx.ConnectError("refused")))

    (outcome,) = shop.apply([create(Image(key="", product="30"), content=JPEG)])

    assert isinstance(outcome, Untried)


def test_another_cover_comes_before_the_end_of_the_old_one() -> None:
    shop, script = scripted(in_turn(xml(COVERED), xml("<product/>"), httpx.Response(200)))

    outcomes = shop.apply([delete(PHOTO)])

    assert outcomes == [Done(shop_key="24")]
    assert script.asked == ["GET products", "PATCH products", "DELETE images/products/30/24"]
    assert b"<id_default_image>25</id_default_image>" in script.requests[1].content


@pytest.mark.parametrize(
    "answers",
    [
        [httpx.ReadTimeout("slow")],
        [xml(COVERED), refusal(400, 85, "no")],
        [xml(COVERED), httpx.Response(500)],
    ],
)
def test_a_cover_that_cannot_be_replaced_stays(answers: list[httpx.Response | Exception]) -> None:
    shop, script = scripted(in_turn(*answers))

    (outcome,) = shop.apply([delete(PHOTO)])

    assert isinstance(outcome, Untried)
    assert not any(asked.startswith("DELETE") for asked in script.asked)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (recorded("04-combinations/54"), Done),
        (refusal(400, 12, "no"), Refused),
        (httpx.Response(200, text="<html></html>"), Unsure),
        (httpx.Response(500), Unsure),
    ],
)
def test_the_answers_to_a_delete_are_told_apart(answer: httpx.Response, kind: type) -> None:
    shop, _ = scripted(in_turn(xml(OTHER), answer))

    (outcome,) = shop.apply([delete(PHOTO)])

    assert isinstance(outcome, kind)


def test_the_only_photo_may_go() -> None:
    alone = COVERED.replace("<image><id>25</id></image>", "")
    shop, script = scripted(in_turn(xml(alone), httpx.Response(200)))

    assert shop.apply([delete(PHOTO)]) == [Done(shop_key="24")]
    assert script.asked == ["GET products", "DELETE images/products/30/24"]


def test_a_right_lost_in_the_middle_keeps_what_was_done() -> None:
    answers = (recorded("04-combinations/33"), recorded("09-errors/14"))
    shop, _ = scripted(in_turn(*answers))

    first, second = shop.apply([create(Image(key="", product="30"), content=JPEG)] * 2)

    assert first == Done(shop_key="24")
    assert isinstance(second, Untried)


def test_a_missing_right_is_raised() -> None:
    shop, _ = scripted(in_turn(recorded("09-errors/14")))

    with pytest.raises(CredentialsError):
        shop.apply([create(Image(key="", product="30"), content=JPEG)])


def test_only_photos_are_photos() -> None:
    shop, _ = scripted(in_turn())
    mistaken = msgspec.structs.replace(update(Brand(key="1", name="A")), kind=Kind.IMAGE)

    with pytest.raises(TypeError, match="a Brand is no photo"):
        shop.apply([mistaken])
