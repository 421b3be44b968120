"""Photos: sent one by one as forms, replaced in place, and never leaving a product coverless.

PrestaShop makes the first photo that arrives the cover. The till's first photo may arrive later, and
becomes the cover then; that it can't become it is no reason to send it again.
"""

from pos2web.adapters.http import File, NotReachedError, Response
from pos2web.adapters.prestashop.asking import MUMBLED
from pos2web.adapters.prestashop.client import Client
from pos2web.adapters.prestashop.mapping import RESOURCES, images_of
from pos2web.adapters.prestashop.xml import record, text
from pos2web.domain.changes import Action
from pos2web.domain.things import Image
from pos2web.domain.values import Kind, Ref
from pos2web.errors import CredentialsError, ProtocolError, RecordError, TransientError
from pos2web.messages import message, message_of
from pos2web.ports import Done, Outcome, Refused, Unsure, Untried, Write

_UNKNOWN_IMAGE = 57
_FORMS = {
    b"\xff\xd8\xff": ("image/jpeg", "photo.jpg"),
    b"\x89PNG": ("image/png", "photo.png"),
    b"GIF8": ("image/gif", "photo.gif"),
    b"RIFF": ("image/webp", "photo.webp"),
}
"""How photos that PrestaShop takes begin; of others it would keep an image without a file."""


def write_photo(client: Client, write: Write) -> Outcome:
    """Send, replace or delete one photo. Raises CredentialsError, nothing being done."""
    image = write.thing
    if not isinstance(image, Image):
        raise TypeError(f"a {type(image).__name__} is no photo")
    try:
        if write.action in (Action.DELETE, Action.DEACTIVATE):
            return _delete(client, image.product, write.shop_key or "")
        if write.content is None:
            return Refused(reason=message("there is no photo to send"))
        return _send(client, image, write.shop_key, write.content)
    except NotReachedError as error:
        return Untried(reason=message_of(error))
    except (TransientError, ProtocolError) as error:
        return Unsure(reason=message_of(error))


def read_photo(client: Client, image: Image) -> bytes:
    """The content of a photo. Raises RecordError when it isn't there."""
    response = client.get(_path(image.product, image.key))
    if response.is_success and not _is_image(response):
        raise ProtocolError(
            message(
                "{where} answered something else than photo {key}",
                where=client.where,
                key=image.key,
            )
        )
    if not response.is_success:
        ref = Ref(Kind.IMAGE, image.key)
        raise RecordError(
            message(
                "photo {key} of product {product} isn't there", key=image.key, product=image.product
            ),
            ref=str(ref),
        )
    return response.body


def _send(client: Client, image: Image, key: str | None, content: bytes) -> Outcome:
    product = image.product
    form = next((form for begin, form in _FORMS.items() if content.startswith(begin)), None)
    if form is None:
        return Refused(reason=message("that is no photo: PrestaShop takes JPEG, PNG, GIF and WebP"))
    media_type, name = form
    file = File(field="image", name=name, content=content, media_type=media_type)
    path = f"images/products/{product}" if key is None else _path(product, key)
    response = client.upload(path, file, replaces=key is not None)
    answer = client.answer(response, "image")
    if not response.is_success:
        return Refused(reason=answer.words) if answer.errors else Unsure(reason=answer.words)
    if key is not None and _is_image(response):
        return Done(shop_key=key)
    made = [row for row in answer.records or () if text(row, "id_product") == product]
    if len(made) != 1 or not text(made[0], "id") or key not in (None, text(made[0], "id")):
        return Unsure(reason=message("the shop took the photo but doesn't say under which number"))
    if image.position == 1 and text(made[0], "cover") != "1":
        _set_cover(client, product, text(made[0], "id"))
    return Done(shop_key=text(made[0], "id"))


def _delete(client: Client, product: str, key: str) -> Outcome:
    """Delete a photo, after giving its product another cover where it was the cover."""
    refusal = _give_cover(client, product, key)
    if refusal:
        return Untried(
            reason=message(
                "the product could not be given another cover: {refusal}", refusal=refusal
            )
        )
    answer = client.delete(_path(product, key))
    if answer.is_believable or _UNKNOWN_IMAGE in answer.codes:
        return Done(shop_key=key)
    return Refused(reason=answer.words) if answer.errors else MUMBLED


def _give_cover(client: Client, product: str, key: str) -> str:
    """What the shop objected; empty when the cover is, or has become, another photo."""
    try:
        pages = list(client.find(RESOURCES[Kind.PRODUCT], "id", [product]))
    except (TransientError, ProtocolError) as error:
        return message_of(error)
    row = pages[0][0] if pages else None
    if row is None or text(row, "id_default_image") != key:
        return ""
    others = [image.key for image in images_of(row) if image.key != key]
    return _set_cover(client, product, others[0]) if others else ""


def _set_cover(client: Client, product: str, key: str) -> str:
    """What the shop objected; empty when this photo has become the cover."""
    cover = record("product", [("id", product), ("id_default_image", key)])
    try:
        answer = client.write("PATCH", RESOURCES[Kind.PRODUCT], [cover])
    except (TransientError, ProtocolError, CredentialsError) as error:
        return message_of(error)
    return "" if answer.is_believable else answer.words


def _path(product: str, key: str) -> str:
    return f"images/products/{product}/{key}"


def _is_image(response: Response) -> bool:
    return response.headers.get("content-type", "").startswith("image/")
