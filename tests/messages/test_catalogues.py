"""Everything that a person may meet can be said in French, by one catalogue."""

from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from pos2web.languages import compiled
from pos2web.translation import PLACE
from tests.messages import catalogues
from tests.messages.sources import Sources, of_source, read

SOURCES = read()
SAID = catalogues.said()
FRENCH = catalogues.read("fr")

UNNAMED = {"number", "what", "kind"}
"""Words that French may do without: it says the thing itself."""

OTHER_FORM = {"first_f": "first", "of_scope": "scope", "of_thing": "thing"}
"""Words in a form that English has no need of, and the plain word: beside what is feminine, after «de»."""

WITHOUT_TEMPLATE: dict[str, str] = {}
"""Files that may say something by an f-string, and why."""


def both(message: Message) -> list[tuple[str, str]]:
    """Each English text of a message with its French one; for one, and for several where it counts."""
    if isinstance(message.id, tuple):
        return [*zip(message.id, message.string or (), strict=True)]
    return [(str(message.id), str(message.string))]


def ids(message: str | list[str] | tuple[str, ...]) -> list[str]:
    """The English of a message; for one, and for several where it counts."""
    return [message] if isinstance(message, str) else [*message]


PAIRS = [pair for message in FRENCH if message.id for pair in both(message) if pair[1]]


def places(template: str) -> set[str]:
    """The names of the places in a template."""
    return set(PLACE.findall(template))


def test_the_catalogue_holds_all_that_is_said_and_has_words_for_it() -> None:
    kept = catalogues.path_of("fr").read_text("utf-8")
    fresh = catalogues.updated(catalogues.read("fr"), SAID)

    assert catalogues.written(fresh) == kept, "make messages"
    assert [message.id for message in catalogues.missing(fresh)] == []


def test_what_is_extracted_is_all_that_is_said() -> None:
    extracted = {each for message in SAID for each in ids(message.id)}

    assert {use.text for use in SOURCES.templates} - extracted == set()


def test_nothing_is_said_that_is_no_message() -> None:
    bare = [use for use in SOURCES.bare if use.place.rpartition(":")[0] not in WITHOUT_TEMPLATE]

    assert bare == []


def test_values_are_those_of_the_template() -> None:
    odd = [use for use in SOURCES.templates if use.names and use.names != places(use.text)]

    assert odd == []


def test_both_have_the_same_places() -> None:
    odd = [
        (english, french)
        for english, french in PAIRS
        if not places(french) - OTHER_FORM.keys() <= places(english)
        or not places(english) - places(french)
        <= UNNAMED | {OTHER_FORM[each] for each in places(french) & OTHER_FORM.keys()}
        or "!r}" in french
    ]

    assert odd == []


def test_french_is_set_as_the_french_do() -> None:
    odd = [
        (english, french)
        for english, french in PAIRS
        if any(f" {mark} " in f"{french} " for mark in ":;?!»")
        or "« " in french
        or french.endswith((".", " ")) != english.endswith((".", " "))
    ]

    assert odd == []


def test_what_is_said_without_a_template_is_found() -> None:
    found = Sources([], [])

    of_source(
        "def look(name):\n"
        "    text = f'{name} is gone'\n"
        "    if name:\n"
        "        raise RuleError(text)\n"
        "    if name is None:\n"
        "        raise RuleError('there is nothing')\n"
        "    raise RuleError(message('{name} is late', name=name))\n",
        "look.py",
        found,
    )

    assert sorted(use.place for use in found.bare) == ["look.py:4", "look.py:6"]
    assert [(use.text, *use.names) for use in found.templates] == [("{name} is late", "name")]


def test_what_was_said_once_stays_in_the_catalogue_for_the_log_s_sake() -> None:
    catalogue = catalogues.read("fr")
    catalogue.add("{tea} is too old", "{tea} est trop vieux", locations=[("pos2web/log/x.py", 0)])
    catalogue.add("Tea is ready", "Le thé est prêt", locations=[("pos2web/cli/x.py", 0)])

    fresh = catalogues.updated(catalogue, SAID)

    assert "{tea} is too old" in fresh
    assert "Tea is ready" not in fresh
    assert "trop vieux" in catalogues.written(fresh)


def test_what_a_catalogue_lacks_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "pos2web.po"
    file.write_text('msgid "cup"\nmsgid_plural "cups"\nmsgstr[0] "tasse"\nmsgstr[1] ""\n', "utf-8")

    assert compiled(file).startswith(b"\xde\x12\x04\x95")
    with file.open("rb") as content:
        lacking = catalogues.missing(read_po(content, locale="fr"))
    assert [message.id for message in lacking] == [("cup", "cups")]
