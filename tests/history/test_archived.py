"""Epochs and backups, as a shopkeeper reads them."""

import pytest

from pos2web.domain.archive_facts import BackedUp, BackupDrilled, EpochBegan
from pos2web.domain.facts import Fact
from pos2web.domain.reasons import Code, Reason
from pos2web.history import because, sentence
from pos2web.history.words import formats
from tests.history.examples import event
from tests.history.test_sentences import plain
from tests.projections.given import NOON


def told(fact: Fact, language: str) -> str:
    return plain(sentence(event(fact, "installation", ""), language))


@pytest.mark.parametrize(
    ("why", "french", "english"),
    [
        (
            "installed",
            "Pos2Web est installé ici : l'époque 1 commence",
            "Pos2Web is installed here: epoch 1 begins",
        ),
        (
            "moved",
            "C'est désormais d'ici que Pos2Web écrit sur les sites : l'époque 1 commence",
            "From now on it is from here that Pos2Web writes to the sites: epoch 1 begins",
        ),
        (
            "dreamt",
            "Pos2Web recommence ici : l'époque 1 commence",
            "Pos2Web begins anew here: epoch 1 begins",
        ),
    ],
)
def test_why_an_epoch_began_is_told(why: str, french: str, english: str) -> None:
    began = EpochBegan(number=1, id="a1", why=why)

    assert (told(began, "fr"), told(began, "en")) == (french, english)


MARK = f"pos2web 1 {'0f' * 16} 3 5d0c41a2b96e07f3 2026-11-24T12:00:00Z"


@pytest.mark.parametrize(
    ("writer", "french", "english"),
    [
        (
            f"same {MARK}",
            "l'époque 3 de cette installation, commencée ailleurs le 24 novembre 2026 à 12:00 (5d0c",
            "epoch 3 of this installation, begun elsewhere on 24 November 2026 at 12:00 (5d0c",
        ),
        (
            f"other {MARK}",
            "une autre installation (époque 3, commencée le 24 novembre 2026 à 12:00, 5d0c",
            "another installation (epoch 3, begun on 24 November 2026 at 12:00, 5d0c",
        ),
        (
            "unknown pos2web 9 what",
            "que cette version de Pos2Web ne connaît pas (« pos2web 9 what »)",
            "that this version of Pos2Web does not know (“pos2web 9 what”)",
        ),
        ("x", "ne connaît pas", "does not know"),
    ],
)
def test_who_writes_in_our_place_is_told(writer: str, french: str, english: str) -> None:
    reason = Reason(Code.SUPERSEDED, {"writer": writer})

    assert french in plain(because(reason, "fr"))
    assert english in plain(because(reason, "en"))


def test_an_epoch_that_somebody_began_says_in_whose_place() -> None:
    began = EpochBegan(number=3, id="c3", why="moved", source="b2")

    assert told(began, "fr").endswith(
        "les sites, à la place de l'époque « b2 » : l'époque 3 commence"
    )


def test_a_store_that_was_not_tidied_tells_of_nothing_removed() -> None:
    taken = BackedUp(store="usb", position=9, at=NOON, objects=4, stored_bytes=999, pruned=0)

    assert told(taken, "fr") == (
        "Sauvegarde du jour faite sur « usb », jusqu'au 2 mars 2026 à 12:00 (position 9) ; "
        "il y a là-bas 4 objets, 999 o"
    )


def test_a_drill_that_failed_says_every_problem() -> None:
    drilled = BackupDrilled(
        store="usb", position=9, events=9, problems=("one", "two"), rpo_ms=0, rto_ms=0
    )

    assert told(drilled, "en") == "Trial restore from “usb” failed: one; two"


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (999_999, "1,000 kB"), (4_520_000, "4.5 MB")],
)
def test_bytes_are_told_in_the_unit_that_people_know(count: int, told: str) -> None:
    assert plain(formats.size(count, "en", ("B", "kB", "MB"))) == told


@pytest.mark.parametrize(
    ("milliseconds", "told"),
    [(0, "0 s"), (440, "0,4 s"), (12_300, "12 s"), (90_000, "2 min"), (3_660_000, "1 h 1 min")],
)
def test_spans_are_told_no_more_exactly_than_it_matters(milliseconds: int, told: str) -> None:
    assert plain(formats.span(milliseconds, "fr")) == told
