"""The history's lines, told."""

from pos2web.domain.facts import ChangeClaimed, ChangeConfirmed, ChangeLapsed, ChangeRefused
from pos2web.domain.values import ShopKey
from pos2web.history import ThingNames, tell
from pos2web.projections.history import finding as history
from pos2web.projections.read_models import ReadModels
from tests.projections.given import TILL, ListedLog, change, tea

CLAIMED = ChangeClaimed(change=change(ean=("1", "2")))
CONFIRMED = ChangeConfirmed(change="c1", shop_key=ShopKey("12"))


def told(models: ReadModels, log: ListedLog) -> list[str]:
    models.catch_up(log)
    found = history.records(models, log, limit=50)
    names = ThingNames(models, "en")
    return [each.sentence for each in tell(log, found, "en", names=names)]


def test_lines_are_told_in_their_order_by_people_s_names(models: ReadModels) -> None:
    log = ListedLog().happened(f"{TILL}/product/TEA", tea()).happened("run/r1", CLAIMED)

    assert told(models, log) == [
        "Pos2Web is about to change the barcode of product “REF-TEA” on the site: “2” instead of “1”",
        "Product “REF-TEA” at €9.90 seen for the first time at the till",
    ]


def test_an_outcome_is_told_with_what_it_answers(models: ReadModels) -> None:
    log = ListedLog().happened("run/r1", CLAIMED).happened("run/r1", CONFIRMED, cause=1)

    assert told(models, log)[0] == (
        "Pos2Web has changed the barcode of product “TEA”: “2” instead of “1”, confirmed by the site"
    )


def test_an_outcome_without_cause_is_told_alone(models: ReadModels) -> None:
    log = ListedLog().happened("run/r1", CLAIMED, ChangeLapsed(change="c1", reason="no answer"))

    assert told(models, log)[0].endswith(
        "could do what was asked, it will be planned again: no answer"
    )


def test_a_cause_that_is_another_claim_is_not_taken_for_it(models: ReadModels) -> None:
    refused = ChangeRefused(change="c2", reason="too long")
    log = ListedLog().happened("run/r1", CLAIMED).happened("run/r1", refused, cause=1)

    assert told(models, log)[0] == "The site refused to do what was asked: too long"


def test_what_led_to_an_event_is_told_with_it(models: ReadModels) -> None:
    log = ListedLog().happened("run/r1", CLAIMED).happened("run/r1", CONFIRMED, cause=1)
    models.catch_up(log)

    last, first = tell(log, history.records(models, log, limit=50), "en")

    assert last.cause == first.sentence
    assert first.cause is None
