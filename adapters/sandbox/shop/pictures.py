"""The `images` resource: photos of products, of which there are many, and of the rest, one each."""

import base64
import re
import zlib
from collections.abc import Mapping

import msgspec

from pos2web.adapters.sandbox.photos import format_of
from pos2web.adapters.sandbox.shop.answer import XML, Answer, NotThere, Refusal
from pos2web.adapters.sandbox.shop.store import Store, php_integer
from pos2web.adapters.sandbox.shop.xml_out import cdata, document

SIZE_MAX = 2_000_000
UPLOAD_MAX = 20 * 1024 * 1024
MIME_TYPES = ("gif", "jpg", "jpeg", "pjpeg", "png", "webp", "x-png")
_ALLOWED = ", ".join(f"image/{one}" for one in MIME_TYPES)
_FORMATS = {"jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}
_KINDS = ("products", "categories", "manufacturers", "suppliers", "stores", "customizations")
_OWNERS = ("products", "categories", "manufacturers", "suppliers")
_GENERAL = ("header", "mail", "invoice", "store_icon")
_TYPES = {
    1: "cart_default",
    4: "home_default",
    5: "large_default",
    3: "medium_default",
    2: "small_default",
}
_BOUNDARY = re.compile(r'boundary="?([^";,]+)"?')
_PART_NAME = re.compile(rb'[; ]name="([^"]*)"')
_PART_TYPE = re.compile(rb"content-type:\s*([^\s;]+)", re.IGNORECASE)
_THUMBNAIL = base64.b64encode(
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
)
_COMMENT = b"CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90\n"


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that came in a form."""

    mime_type: str
    content: bytes


def read_upload(headers: Mapping[str, str], body: bytes) -> Upload | None:
    """The file in the form's field `image`, None without one."""
    boundary = _BOUNDARY.search(headers.get("content-type", ""))
    if boundary is None:
        return None
    for part in body.split(b"--" + boundary[1].encode()):
        head, _, content = part.partition(b"\r\n\r\n")
        name = _PART_NAME.search(head)
        if name is None or name[1] != b"image" or b"filename=" not in head:
            continue
        mime_type = _PART_TYPE.search(head)
        return Upload(
            mime_type=mime_type[1].decode("ascii", "replace") if mime_type else "",
            content=content.removesuffix(b"\r\n"),
        )
    return None


def serve(
    store: Store,
    method: str,
    segments: tuple[str, ...],
    base: str,
    upload: Upload | None,
    *,
    was_post: bool,
) -> Answer:
    """Answer `images/KIND[/OWNER[/IMAGE[/SIZE]]]`; only a true POST can carry a file."""
    kind = segments[0] if segments else ""
    if kind in ("", "general"):
        return Answer(body=_kinds(base) if not kind else _general(base))
    if kind not in _KINDS:
        known = ", ".join(("general", *_KINDS))
        raise Refusal(
            400,
            47,
            f'Image of type "{kind}" does not exist. Did you mean: "products"? The full list is:'
            f" {known}",
        )
    if len(segments) == 1:
        return Answer(body=_all(store, kind, base))
    owner = php_integer(segments[1])
    image = php_integer(segments[2]) if len(segments) > 2 else 0
    if kind == "products":
        return _product(store, method, (owner, image), base, upload if was_post else None)
    return _single(store, method, kind, owner, upload if was_post else None)


def _kinds(base: str) -> bytes:
    rights = (
        'get="true" put="false" post="false" patch="false" delete="false" head="true"'
        f' upload_allowed_mimetypes="{_ALLOWED}"'
    )
    names = ("general", *_KINDS)
    shown = "".join(f'<{name} xlink:href="{base}/images/{name}" {rights}/>\n' for name in names)
    return document(f"<image_types>\n{shown}</image_types>\n")


def _general(base: str) -> bytes:
    rights = (
        'get="true" put="true" post="false" patch="false" delete="false" head="true"'
        f' upload_allowed_mimetypes="{_ALLOWED}"'
    )
    shown = "".join(
        f'<{name} xlink:href="{base}/images/general/{name}" {rights}/>\n' for name in _GENERAL
    )
    return document(f"<general_image_types>\n{shown}</general_image_types>\n")


def _all(store: Store, kind: str, base: str) -> bytes:
    types = "".join(
        f'<image_type id="{key}" name="{name}" xlink:href="{base}/image_types/{key}"/>\n'
        for key, name in _TYPES.items()
    )
    sql = (
        "SELECT DISTINCT id_product FROM image ORDER BY id_product"
        if kind == "products"
        else "SELECT owner FROM picture WHERE kind = ? ORDER BY owner"
    )
    rows = store.rows(sql, () if kind == "products" else (kind,))
    images = "".join(
        f'<image id="{key}" xlink:href="{base}/images/{kind}/{key}"/>\n' for (key,) in rows
    )
    return document(f"<image_types>\n{types}</image_types>\n<images>\n{images}</images>\n")


def _product(
    store: Store, method: str, place: tuple[int, int], base: str, upload: Upload | None
) -> Answer:
    product, image = place
    if image:
        found = store.one("SELECT id FROM image WHERE id = ? AND id_product = ?", (image, product))
        if found is None:
            raise Refusal(400, 57, "This image id does not exist")
    if method == "POST":
        return _add(store, product, base, upload)
    if method in ("PUT", "PATCH"):
        _keep(store, "products", image, _declared(upload))
        return _show(store, "products", image)
    if method == "DELETE":
        return _remove(store, image)
    return _show(store, "products", image) if image else Answer(body=_of(store, product, base))


def _of(store: Store, product: int, base: str) -> bytes:
    rows = store.rows("SELECT id FROM image WHERE id_product = ? ORDER BY position, id", (product,))
    if not rows:
        raise NotThere
    shown = "".join(
        f'<declination id="{key}" xlink:href="{base}/images/products/{product}/{key}"/>\n'
        for (key,) in rows
    )
    return document(f'<image id="{product}">\n{shown}</image>\n')


def _add(store: Store, product: int, base: str, upload: Upload | None) -> Answer:
    if not store.one("SELECT 1 FROM products WHERE id = ?", (product,)):
        raise Refusal(400, 76, f"Product {product} does not exist")
    given = _declared(upload)
    image = _add_row(store, product)  # it stays even when the content turns out to be none
    with store.transaction():
        _keep(store, "products", image, given)
    position, cover = store.rows("SELECT position, cover FROM image WHERE id = ?", (image,))[0]
    legend = "".join(
        f'<language id="{language}" xlink:href="{base}/languages/{language}">{cdata("")}</language>'
        for language in store.languages
    )
    body = document(
        f"<image>\n<id>{cdata(image)}</id>\n<id_product>{cdata(product)}</id_product>\n"
        f"<position>{cdata(position)}</position>\n<cover>{cdata(cover)}</cover>\n"
        f"<legend>{legend}</legend>\n</image>\n"
        f'<content encode="base64">{cdata(_THUMBNAIL.decode())}</content>\n'
    )
    return Answer(body=body, items=1)


def _add_row(store: Store, product: int) -> int:
    with store.transaction():
        return store.run(
            "INSERT INTO image (id_product, position, cover) SELECT ?,"
            " COALESCE(MAX(position), 0) + 1,"
            " CASE WHEN COUNT(cover) = 0 THEN 1 END FROM image WHERE id_product = ?",
            (product, product),
        )


def _remove(store: Store, image: int) -> Answer:
    with store.transaction():
        store.run(
            "UPDATE image SET position = position - 1 WHERE EXISTS (SELECT 1 FROM image AS gone"
            " WHERE gone.id = ? AND gone.id_product = image.id_product"
            " AND gone.position < image.position)",
            (image,),
        )
        store.run("DELETE FROM image WHERE id = ?", (image,))
        store.run("DELETE FROM combination_image WHERE id_image = ?", (image,))
        store.run("DELETE FROM picture WHERE kind = 'products' AND owner = ?", (image,))
    return Answer()


def _single(store: Store, method: str, kind: str, owner: int, upload: Upload | None) -> Answer:
    if kind not in _OWNERS or not store.one(
        f'SELECT 1 FROM "{kind}" WHERE id = ?',  # noqa: S608 - names of ours, values are bound
        (owner,),
    ):
        raise Refusal(400, 59, "This image id does not exist")
    exists = store.one("SELECT 1 FROM picture WHERE kind = ? AND owner = ?", (kind, owner))
    if method in ("GET", "HEAD"):
        return _show(store, kind, owner)
    if method == "DELETE":
        if not exists:
            raise NotThere
        store.run("DELETE FROM picture WHERE kind = ? AND owner = ?", (kind, owner))
        return Answer()
    if method == "POST" and exists:
        message = "This image already exists. To modify it, please use the PUT method"
        raise Refusal(400, 65, message)
    _keep(store, kind, owner, _declared(upload))
    return _show(store, kind, owner)


def _declared(upload: Upload | None) -> Upload:
    """A file small enough whose declared type is a picture's; what is in it comes later."""
    if upload is None or len(upload.content) > UPLOAD_MAX:
        raise Refusal(400, 76, 'Please set an "image" parameter with image data for value')
    if len(upload.content) > SIZE_MAX:
        message = f"The image size is too large (maximum allowed is {SIZE_MAX // 1000} KB)"
        raise Refusal(400, 72, message)
    if upload.mime_type.lower().removeprefix("image/") not in MIME_TYPES:
        raise Refusal(
            400,
            76,
            "Image upload error : Image format not recognized, allowed formats are: gif, jpg,"
            " jpeg, jpe, png, webp",
        )
    return upload


def _keep(store: Store, kind: str, owner: int, upload: Upload) -> None:
    name = format_of(upload.content)
    if name is None:
        notice = (5, "[PHP Notice #8] getimagesize(): Error reading from the file")
        raise Refusal(400, 76, "An error occurred while copying image").after(notice)
    mime_type = _FORMATS.get(name)
    if mime_type is None:
        raise Refusal(400, 76, "An error occurred while copying image")
    store.run(
        "INSERT OR REPLACE INTO picture VALUES (?, ?, ?, ?)",
        (kind, owner, mime_type, rewritten(upload.content, mime_type)),
    )


def rewritten(content: bytes, mime_type: str) -> bytes:
    """A picture encoded anew, in other bytes: PrestaShop never gives back what it was sent.

    It encodes every photo anew; a comment in the file costs less and bites the same.
    """
    if mime_type == "image/jpeg":
        size = (len(_COMMENT) + 2).to_bytes(2, "big")
        return content[:2] + b"\xff\xfe" + size + _COMMENT + content[2:]
    if mime_type == "image/png":
        end_of_header = 33
        chunk = b"tEXtComment\x00" + _COMMENT
        crc = zlib.crc32(chunk).to_bytes(4, "big")
        length = (len(chunk) - 4).to_bytes(4, "big")
        return content[:end_of_header] + length + chunk + crc + content[end_of_header:]
    return content


def _show(store: Store, kind: str, owner: int) -> Answer:
    rows = store.rows(
        "SELECT content_type, content FROM picture WHERE kind = ? AND owner = ?", (kind, owner)
    )
    if not rows:
        raise Refusal(500, 61, "This image does not exist on disk")
    content_type, content = rows[0]
    return Answer(body=content, content_type=content_type or XML, items=1)
