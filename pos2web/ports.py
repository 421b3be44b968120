"""The seams to the outside: what the engine asks of a till and of a shop.

Every promise written here is a test in `adapters/testing`. Adapters raise only errors of ours,
and neither retry nor log: wrappers do.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from pos2web.domain.changes import Action
from pos2web.domain.fields import FIELDS
from pos2web.domain.profile import ShopProfile
from pos2web.domain.things import AnyThing, Image
from pos2web.domain.values import Kind, Ref, ShopKey


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """This instant, aware, in UTC."""
        ...


class Unreadable(msgspec.Struct, frozen=True, kw_only=True):
    """A record that is there but can't be understood; `reason` names it and says why."""

    ref: Ref
    reason: str


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A part of what an adapter sees.

    `things` are whole records; `unchanged` are things that are there and have not changed since
    the cursor. `complete` on a page lists the kinds of which every thing has now been named in
    this observation (in `things`, `unchanged` or `unreadable`), so what was not named is gone; of
    a till those are its `kinds`.
    `cursor`, where given, may be handed back as `since` once everything up to this page is kept.
    """

    things: tuple[AnyThing, ...] = ()
    unchanged: tuple[Ref, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    complete: tuple[Kind, ...] = ()
    cursor: str | None = None


class Severity(StrEnum):
    """How bad a finding is: only a problem makes `check` fail."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that `check` looked at, in plain words, with what to do about it."""

    severity: Severity
    about: str
    text: str
    remedy: str = ""


EVERY_TILLS = frozenset({"reference", "name", "price", "tax_rate"})
"""What every till knows of a product."""


class TillCapabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What a till can do. `has_feed`: an observation from a cursor costs what changed, not all.

    It names things of its `kinds` only, and none of another kind is ever taken as gone. Of a
    product it knows `product_fields` besides reference, name, price and tax rate; all where None.
    Others hold their default, and what the shop shows there stays. A till that does not know
    `is_active` sells all that it names.
    """

    kinds: frozenset[Kind] = frozenset(Kind)
    product_fields: frozenset[str] | None = None
    has_feed: bool = False
    reports_deletions: bool = True
    languages: tuple[str, ...] = ("fr",)
    prices_include_tax: bool = True

    @property
    def lacking(self) -> frozenset[str]:
        """The fields of a product that it knows nothing of, or that name things it does not keep."""
        rows = [row for row in FIELDS[Kind.PRODUCT] if row.name not in EVERY_TILLS]
        known = self.product_fields
        return frozenset(
            row.name
            for row in rows
            if (known is not None and row.name not in known)
            or (row.of is not None and row.of not in self.kinds)
        )


class Till(Protocol):
    """A till's back office, read only."""

    @property
    def capabilities(self) -> TillCapabilities:
        """What this till can do; the same for the life of the adapter."""
        ...

    def observe(self, since: str | None) -> Iterator[Page]:
        """Yield what changed after `since`; everything when None.

        Any yielded cursor may be handed back later: nothing after it is lost, and what is seen
        twice is seen the same. Observing writes nothing. A record that can't be read is an
        `Unreadable`, never an error. Raises TransientError, CredentialsError, ProtocolError.
        """
        ...

    def pulse(self) -> str | None:
        """A cheap mark that differs whenever something may have changed since; None without one.

        It costs a fraction of an observation, and reading leaves it as it was. What can't be told
        cheaply may be missed: then the next observation sees it. Any thread may ask, also while
        another observes. Raises as `observe` does.
        """
        ...

    def open_image(self, image: Image) -> bytes:
        """The content of one photo, as the till has it.

        Raises RecordError when it isn't there or is larger than we read.
        """
        ...

    def check(self) -> Iterator[Finding]:
        """Look whether the till can be reached and read; never raises for what it finds."""
        ...

    def close(self) -> None:
        """Let go of connections; may be called twice."""
        ...


class Write(msgspec.Struct, frozen=True, kw_only=True):
    """One change made ready for a shop: every reference in `thing` is a shop key.

    `thing` is the whole desired record (its `key` is empty on a create); `fields` are those to be
    written, all of them on a create. `before` is the record as we last knew it. `content` is the
    photo to send, already within the limits.
    """

    id: str
    action: Action
    kind: Kind
    shop_key: ShopKey | None
    thing: AnyThing
    fields: frozenset[str]
    before: AnyThing | None = None
    content: bytes | None = None


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """The shop holds it under this key."""

    shop_key: str


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """The shop said no to this one, and nothing of it was saved."""

    reason: str


class Unsure(msgspec.Struct, frozen=True, kw_only=True):
    """It may have been done or not: look before asking again."""

    reason: str


class Untried(msgspec.Struct, frozen=True, kw_only=True):
    """It was certainly not done, for a reason that lies not in it: it may be asked again."""

    reason: str


Outcome = Done | Refused | Unsure | Untried


MARK_CHARS_MAX = 120
"""The longest mark that is kept at a shop: ASCII, without what a shop might write otherwise."""


class Shop(Protocol):
    """An e-commerce site's programming interface."""

    def profile(self) -> ShopProfile:
        """Read what the shop is like. Raises as `observe` does."""
        ...

    def observe(self, since: str | None) -> Iterator[Page]:
        """Yield what the shop holds now: whole records of what changed after `since`, or of all.

        Same promises as a till's. Things under a cursor may be yielded whole again although they
        have not changed. Kinds come in the order of `Kind`. Every image of a product that is
        yielded whole is yielded too, on the same or a later page, so that its other images are
        gone; images of products that are `unchanged` need not be named.
        """
        ...

    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        """Yield, freshly read, everything on the shop that any of these writes touched or made.

        For creates that is at least every thing that could be the one made: same mark, EAN,
        path or name, whatever their number. `complete` stays empty, but the thing of an update
        or delete that no longer exists is simply not yielded. For images, that is the product
        with all of its images.
        """
        ...

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        """Write one batch, all of one kind and one action, and say for each what became of it.

        The outcomes are in the order of `writes`. Only `fields` change on the shop; deleting or
        deactivating what is gone is Done. Nothing is asked twice. A write of which the fate is
        unknown is Unsure, never raised. Raises CredentialsError when the key or a right is
        missing (then nothing was done).
        """
        ...

    def read_image(self, image: Image) -> bytes:
        """The content of one of the shop's photos. Raises RecordError when it isn't there."""
        ...

    def read_mark(self) -> str | None:
        """The short text of ours that is kept at the shop; None where there is none, or no place.

        Freshly read, and the same for whoever asks. A key that may not read it has no place for it.
        Raises TransientError, ProtocolError.
        """
        ...

    def write_mark(self, mark: str) -> bool:
        """Keep a short text of ours, of up to MARK_CHARS_MAX, in place of the one before.

        An empty one takes that away, so that there is none. It is as asked when this is True.
        False, and nothing is kept, where there is no place for it or the key may not write there.
        May be asked again. Raises as `read_mark` does: then it may have been done.
        """
        ...

    def check(self) -> Iterator[Finding]:
        """Look whether the shop can be reached, read and written; never raises for it."""
        ...

    @property
    def calls(self) -> int:
        """How many requests were sent since the adapter was opened."""
        ...

    def close(self) -> None:
        """Let go of connections; may be called twice."""
        ...


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Something to tell people outside. `id` is the same whenever the same is told again."""

    id: str
    subject: str
    text: str
    at: datetime
    data: dict[str, str] = {}


class Channel(Protocol):
    """A way to tell people: mail, a webhook, the program's own log."""

    @property
    def name(self) -> str:
        """Which one it is, for messages about it."""
        ...

    def send(self, message: Message) -> None:
        """Tell it, once.

        Raises TransientError, CredentialsError, or RecordError when this message or an address
        is refused.
        """
        ...

    def check(self) -> Iterator[Finding]:
        """Look whether it can be reached; nothing is sent, and it never raises for what it finds."""
        ...

    def close(self) -> None:
        """Let go of connections; may be called twice."""
        ...


class StoredObject(msgspec.Struct, frozen=True, kw_only=True):
    """One object on a backup store: its whole name, its size in bytes, and when the store says
    that it was stored, by the store's own clock."""

    name: str
    size: int
    stored_at: datetime


class BackupStore(Protocol):
    """Where backups are kept: objects by name, whole or not there at all.

    A name is parts of `a-z`, `0-9`, `.`, `_`, `-` between slashes, none of them `.` or `..`, 200
    characters at most; another one is a RuleError. Every method raises TransientError when the store
    is away, busy or full, CredentialsError when it doesn't know us or lets us not do that (read-only
    too), ProtocolError when its answer makes no sense. Any thread may call.
    """

    @property
    def name(self) -> str:
        """Where it is, for messages about it; without secrets."""
        ...

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        """Keep an object; it is durable when this returns, and never seen in part.

        False, and nothing changes, when the name is taken, unless it is to be replaced: then who
        reads sees the old one or the new one. Of two that put at once only one is told True.
        """
        ...

    def get(self, name: str) -> bytes:
        """The content of one object. Raises RecordError when it isn't there."""
        ...

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Yield what is there, whole objects only, by name in order of their bytes.

        `prefix` is the beginning of names, not only of whole parts. Contents are not read.
        """
        ...

    def delete(self, names: Sequence[str]) -> None:
        """Remove objects; one that isn't there is removed already."""
        ...

    def check(self) -> Iterator[Finding]:
        """Look whether it can be reached, written, read and deleted from; never raises for what it
        finds. What it wrote to try is gone afterwards."""
        ...

    def close(self) -> None:
        """Let go of connections; may be called twice."""
        ...
