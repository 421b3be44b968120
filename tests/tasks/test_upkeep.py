"""Upkeep seals the log as it grows, and fails where log and segments don't fit together."""

from decimal import Decimal
from pathlib import Path

from pos2web.domain.connections import MAIN_SHOP
from pos2web.domain.facts import StockCounted
from pos2web.domain.people import Customer, PersonErased
from pos2web.domain.streams import Stream
from pos2web.domain.values import ConnectionName
from pos2web.engine.people import CustomerRecorder
from pos2web.log import Entry, Envelope, Log
from pos2web.log.sealing import SEGMENT_EVENTS, sealed
from pos2web.projections.snapshots.files import EVENTS_EVERY, listed
from tests.shops.boutique import Boutique
from tests.tasks.floor import floor


def grow(log: Log, events: int) -> None:
    fact = StockCounted(key="TEA", quantity=Decimal(1), was=Decimal(0))
    log.append(
        [Entry(Stream("till:other/stock/TEA"), fact)] * events,
        Envelope("till", "", ConnectionName("till:other")),
    )


def test_upkeep_seals_whole_segments(boutique: Boutique) -> None:
    boutique.sync()
    with floor(boutique) as here:
        log = here.context.log
        assert (run := here.service.run("upkeep").last)
        assert run.outcome == "done"
        assert not log.segments.exists()

        begun = log.head
        grow(log, SEGMENT_EVENTS)
        assert (run := here.service.run("upkeep").last)

        assert run.outcome == "done"
        assert [(one.first, one.last) for one in sealed(log.segments)] == [
            (1, begun),
            (begun + 1, begun + SEGMENT_EVENTS),
        ]


def test_upkeep_takes_snapshots(boutique: Boutique) -> None:
    boutique.sync()
    with floor(boutique) as here:
        log, folder = here.context.log, here.context.models.path.with_name("snapshots")
        here.service.run("upkeep")
        assert not folder.exists()

        grow(log, EVENTS_EVERY)
        here.service.run("upkeep")

        assert [one.position for one in listed(folder)] == [log.head]


def test_upkeep_that_cannot_write_fails(boutique: Boutique) -> None:
    boutique.sync()
    with floor(boutique) as here:
        here.context.models.path.with_name("snapshots").write_bytes(b"")
        grow(here.context.log, EVENTS_EVERY)

        run = here.service.run("upkeep").last

    assert run is not None
    assert (run.outcome, "no snapshot could be taken" in str(run.reason)) == ("failed", True)


def test_upkeep_fails_beside_segments_of_another_log(boutique: Boutique) -> None:
    stored = Path(__file__).parents[1] / "log/stored/segment-1.segment"
    boutique.sync()
    with floor(boutique) as here:
        folder = here.context.log.segments
        folder.mkdir()
        (folder / "000000000001-000000000003.segment").write_bytes(stored.read_bytes())

        run = here.service.run("upkeep").last

    assert run is not None
    assert run.outcome == "failed"
    assert "is of another log" in str(run.reason)


def test_upkeep_destroys_the_keys_of_who_is_erased(boutique: Boutique) -> None:
    boutique.sync()
    with floor(boutique) as here:
        register = CustomerRecorder.of(here.context.log, here.context.models)
        (entry,) = register.recognise(MAIN_SHOP, {"12": Customer(name="Jeanne Martin")})
        here.context.log.append([entry], Envelope("shop", "", MAIN_SHOP))
        (person,) = register.people.keyring.living
        erased = Entry(Stream(f"person/{person}"), PersonErased(person=person))
        here.context.log.append([erased], Envelope("user:Marie"))  # And then it was killed.

        assert (run := here.service.run("upkeep").last)

        assert run.outcome == "done"
        assert (register.people.keyring.living, register.people.keyring.erased) == (set(), {person})
        (here.context.log.path.with_name("people.keys")).unlink()
        assert (run := here.service.run("upkeep").last)
        assert (run.outcome, "people.keys is not there" in str(run.reason)) == ("failed", True)
