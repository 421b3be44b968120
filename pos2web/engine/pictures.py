"""Photos: read at the till, fitted for the shop, recognised on it."""

import msgspec

from pos2web import images
from pos2web.domain.profile import ShopProfile
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.things import Image
from pos2web.domain.values import Kind, Ref, ShopKey
from pos2web.engine.settled import READING
from pos2web.engine.state import SyncState
from pos2web.engine.transactions import ShopTransaction
from pos2web.errors import RecordError, TransientError
from pos2web.ports import Shop, Till


def fingerprinted(state: SyncState, image: Image, *, again: bool = False) -> Image:
    """The till's image with the fingerprint of its content, which is read only when it must be.

    It must be when the image is new, its source or stamp moved, or `again`. A photo that can't be
    read is held.
    """
    known = state.till[Kind.IMAGE].get(image.key)
    if not again and isinstance(known, Image) and is_same_file(known, image):
        return msgspec.structs.replace(image, fingerprint=known.fingerprint)
    try:
        data = state.context.till.open_image(image)
        images.identify(data, ref=image.source or image.key)
    except (RecordError, TransientError) as error:
        return left_unread(state, image, Reason(Code.COULD_NOT_BE_READ, {"text": str(error)}))
    return msgspec.structs.replace(image, fingerprint=images.fingerprint(data))


def left_unread(state: SyncState, image: Image, why: Reason) -> Image:
    """The till's image, held because its photo can't be read; it keeps what was known of it."""
    state.hold(Ref(Kind.IMAGE, image.key), why, by=READING)
    known = state.till[Kind.IMAGE].get(image.key)
    kept = known if isinstance(known, Image) else None
    return msgspec.structs.replace(
        image,
        stamp=kept.stamp if kept else "",
        fingerprint=kept.fingerprint if kept else "",
    )


def is_same_file(known: Image, seen: Image) -> bool:
    """Nothing suggests that the content is another one than what we read before."""
    return bool(
        known.fingerprint
        and seen.stamp
        and (known.source, known.stamp) == (seen.source, seen.stamp)
    )


def content_for(till: Till, image: Image, profile: ShopProfile) -> bytes:
    """The photo as this shop takes it. Raises RecordError when it can't be read or made to fit."""
    limits = profile.limits
    return images.fit(
        till.open_image(image),
        bytes_max=limits.image_bytes_max,
        side_max=limits.image_side_max,
        formats=limits.image_formats,
        ref=image.source or image.key,
    )


def adopt_photos(state: SyncState, new: ShopTransaction, profile: ShopProfile) -> None:
    """Link the till's photos that the shop already shows, by their content.

    Only products that have an unlinked photo on both sides cost anything: one reading of each.
    """
    strangers = strangers_by_product(state)
    if not strangers:
        return
    photos = state.photos(state.context.till_name)
    for image in sorted(photos, key=lambda photo: (photo.product, photo.position, photo.key)):
        ref = Ref(Kind.IMAGE, image.key)
        if not image.fingerprint or ref in state.links:
            continue
        product = state.links.get(Ref(Kind.PRODUCT, image.product), "")
        candidates = strangers.get(product, [])
        found = find_photo(state, image, candidates, profile) if candidates else None
        if found is not None:
            candidates.remove(found)
            same = msgspec.structs.replace(found, fingerprint=image.fingerprint)
            new.see(same)
            new.link(ref, ShopKey(found.key), "adopted by content")


def strangers_by_product(state: SyncState) -> dict[str, list[Image]]:
    """The shop's photos that belong to no photo of the till, by shop product."""
    linked = {key for ref, key in state.links.items() if ref.kind is Kind.IMAGE}
    found: dict[str, list[Image]] = {}
    for image in state.photos(state.context.shop_name):
        if image.key not in linked:
            found.setdefault(image.product, []).append(image)
    return found


def find_photo(
    state: SyncState, image: Image, candidates: list[Image], profile: ShopProfile
) -> Image | None:
    """The candidate on the shop that shows the same picture, if any can be read."""
    try:
        ours = content_for(state.context.till, image, profile)
    except (RecordError, TransientError):
        return None
    for candidate in candidates:
        theirs = content_on(state.context.shop, candidate)
        if theirs is not None and is_same_picture(ours, theirs):
            return candidate
    return None


def content_on(shop: Shop, image: Image) -> bytes | None:
    """A shop's photo, or None when it can't be read."""
    try:
        return shop.read_image(image)
    except RecordError:
        return None


def is_same_picture(ours: bytes, theirs: bytes) -> bool:
    """Whether two files have equal bytes, or one is the other written anew by the shop."""
    if ours == theirs:
        return True
    try:
        return images.likeness(ours).resembles(images.likeness(theirs))
    except RecordError:
        return False
