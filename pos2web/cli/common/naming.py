"""What is meant by a REF: refused where it means several things, with what may have been meant."""

from pos2web.cli.common.refusing import CommandLineRefusal, refuse
from pos2web.cli.common.session import Session
from pos2web.domain.values import Kind
from pos2web.domain.wall_clock.names import folded
from pos2web.views.archive import Archive
from pos2web.views.find.finding import FoundThing, nearest
from pos2web.views.find.naming import KINDS, naming

NAMED_MAX = 5
"""So many of several that are meant are named."""


def named(session: Session, archive: Archive, asked: str) -> tuple[Kind | None, str]:
    """The kind and the key of what has a name; any other text is a reference, EAN or key of any kind.

    Raises Refusal where several are called so.
    """
    meaning = naming(archive, asked)
    if meaning.several:
        raise _several(session, asked, meaning.several)
    return meaning.kind, meaning.name


def not_found(
    session: Session, archive: Archive, asked: str, *, name: str = "show.unknown"
) -> CommandLineRefusal:
    """That nothing is called so, and what was nearly typed, to be raised."""
    said = session.text(name, asked=asked, ref=asked)
    if near := near_words(archive, asked):
        said = f"{said.removesuffix('.')}. {session.text('find.near', found=near)}"
    return CommandLineRefusal(said)


def near_words(archive: Archive, asked: str) -> str:
    """What is called nearly so; empty where nothing is."""
    word, colon, rest = asked.partition(":")
    kind = KINDS.get(folded(word)) if colon else None
    found = nearest(archive, asked) if kind is None else nearest(archive, rest, kind)
    return ", ".join(one_words(one) for one in found)


def one_words(one: FoundThing) -> str:
    """What one would type to mean a thing, and its name."""
    name = next(iter(one.names.values()), "")
    typed = one.reference or f"{one.ref.kind}:{name or one.ref.key}"
    return f"{typed} ({name})" if one.reference and name else typed


def _several(session: Session, asked: str, found: tuple[FoundThing, ...]) -> CommandLineRefusal:
    called = ", ".join(
        one_words(one) if one.reference else str(one.ref) for one in found[:NAMED_MAX]
    )
    more = ", …" if len(found) > NAMED_MAX else ""
    return refuse(session, "scope.several", asked=asked, found=called + more)
