"""What somebody must see to, since when, and who told."""

from datetime import timedelta

from pos2web.domain.facts import Fact
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import AlertCured, AlertRaised, AlertTold
from pos2web.projections import alerts
from pos2web.projections.alerts import Alert
from pos2web.projections.read_models import ReadModels
from tests.projections.given import NOON, ListedLog, dump

MATTER = "progress:stock"
STREAM = f"alert/{MATTER}"
STUCK = Reason(Code.NO_PROGRESS, {"minutes": 10})
RAISED = AlertRaised(alert=MATTER, reason=STUCK)
CURED = AlertCured(alert=MATTER, was=STUCK)


def told(channel: str, event: int = 1) -> AlertTold:
    return AlertTold(alert=MATTER, channel=channel, told=f"{STREAM}@{event}")


def after(models: ReadModels, *facts: Fact) -> Alert | None:
    models.catch_up(ListedLog().happened(STREAM, *facts))
    return alerts.load(models).get(MATTER)


def test_a_matter_that_was_raised_stands_until_it_is_over(models: ReadModels) -> None:
    found = after(models, RAISED)

    assert found == Alert(alert=MATTER, reason=STUCK, since=NOON, raised=f"{STREAM}@1")
    assert alerts.standing(models) == [found]


def test_a_matter_that_is_over_is_kept_but_does_not_stand(models: ReadModels) -> None:
    found = after(models, RAISED, CURED)

    assert found is not None
    assert found.cured == f"{STREAM}@2"
    assert alerts.standing(models) == []


def test_it_is_known_which_channels_told_of_it(models: ReadModels) -> None:
    found = after(models, RAISED, told("mail"), told("webhook"), CURED, told("mail", 4))

    assert found is not None
    assert found.told_by == ("mail", "webhook")
    assert found.told == (
        f"mail {STREAM}@1",
        f"webhook {STREAM}@1",
        f"mail {STREAM}@4",
    )


def test_a_matter_that_is_raised_again_was_told_by_nobody_yet(models: ReadModels) -> None:
    found = after(models, RAISED, told("mail"), CURED, RAISED)

    assert found is not None
    assert (found.told, found.cured) == ((), "")
    assert found.since == NOON + timedelta(minutes=3)


def test_the_oldest_matter_comes_first(models: ReadModels) -> None:
    log = ListedLog().happened("alert/b", AlertRaised(alert="b", reason=STUCK))
    log.happened("alert/a", AlertRaised(alert="a", reason=STUCK))

    models.catch_up(log)

    assert [alert.alert for alert in alerts.standing(models)] == ["b", "a"]


def test_the_end_of_what_never_began_says_nothing(models: ReadModels) -> None:
    assert after(models, CURED, told("mail")) is None


def test_alerts_that_are_rebuilt_are_the_same(models: ReadModels) -> None:
    log = ListedLog().happened(STREAM, RAISED, told("mail"), CURED, RAISED, told("mail", 4))
    models.catch_up(log)
    first = dump(models)["alerts"]

    models.rebuild(log)

    assert dump(models)["alerts"] == first
