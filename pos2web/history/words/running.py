"""Tasks, their runs and what is wrong with them, in a language's words."""

from datetime import datetime

import msgspec

from pos2web.domain.decisions import MissedRunsRuled, TaskFact, TaskScheduled
from pos2web.domain.facts import Fact
from pos2web.domain.reasons import Reason
from pos2web.domain.run_facts import (
    AlertCured,
    AlertRaised,
    AlertTold,
    RunEnded,
    RunPassed,
    RunsMissed,
    RunStarted,
)
from pos2web.domain.schedules import Period, words
from pos2web.history.words.explaining import explained
from pos2web.history.words.wording import Wording
from pos2web.messages import messages
from pos2web.translation import translate

RunFact = RunStarted | RunEnded | RunPassed | RunsMissed
AlertFact = AlertRaised | AlertCured | AlertTold


def task_words(task: str, here: Wording) -> str:
    """A task as people call it: «la tâche « périodes de vente »»; of one of several shops, with its name."""
    phrases = here.book.tasks
    task, _, shop = task.partition("@")
    name = phrases.names.get(task, task)
    said = phrases.full.get(task) or phrases.some_task.format(name=here.quoted(name))
    return f"{said} ({shop})" if shop else said


def matter_words(alert: str, here: Wording) -> str:
    """What an alert of this name is about: «la tâche « stock » n'avance plus»."""
    sort, _, about = alert.partition(":")
    sort, _, shop = sort.partition("@")
    told = here.book.tasks.matters.get(sort)
    if told is None:
        return here.quoted(alert)
    said = told.format(task=task_words(about, here))
    return f"{said} ({shop})" if shop else said


def period_words(periods: tuple[Period, ...], here: Wording) -> str:
    """When a task runs: «toutes les 5 minutes de 8:00 à 15:00»."""
    if not periods:
        return here.book.tasks.only_when_asked
    return here.book.tasks.also.join([words(period, here.book.code) for period in periods])


def of_task(fact: Fact, recorded_at: datetime, here: Wording) -> dict[str, str]:
    """What a task did or did not, what is wrong with it, or how it is set now."""
    match fact:
        case RunStarted() | RunEnded() | RunPassed() | RunsMissed():
            return _of_run(fact, recorded_at, here)
        case AlertRaised() | AlertCured() | AlertTold():
            return _of_alert(fact, here)
        case TaskFact():
            return _of_setting(fact, here)
        case _:
            raise AssertionError(f"no words for {type(fact).__name__}")


def _of_run(fact: RunFact, recorded_at: datetime, here: Wording) -> dict[str, str]:
    phrases = here.book.tasks
    task = task_words(fact.task, here)
    match fact:
        case RunStarted():
            return {"task": task, "version": fact.version}
        case RunEnded():
            outcome = phrases.outcomes.get(fact.outcome, fact.outcome)
            detail = _totals(phrases.totals, fact, fact.reason, here)
            return {"task": task, "outcome": outcome, "detail": detail}
        case RunPassed():
            times = phrases.times.format(count=fact.runs) if fact.runs > 1 else ""
            detail = _totals(phrases.passed, fact, None, here)
            return {"task": task, "times": times, "detail": detail}
        case RunsMissed():
            return {"missed": _missed(fact, recorded_at, here)}


def _totals(totals: str, fact: RunEnded | RunPassed, reason: Reason | None, here: Wording) -> str:
    if reason is not None:
        return explained(reason, here)
    return totals.format_map(msgspec.structs.asdict(fact))


def _missed(fact: RunsMissed, recorded_at: datetime, here: Wording) -> str:
    phrases, count = here.book.tasks, fact.count
    same_day = here.day(fact.since) == here.day(recorded_at)
    missed = messages(
        "one run of {task} did not take place {since} ({why}); {made_up}",
        "{count} runs of {task} did not take place {since} ({why}); {made_up}",
        count=count,
        task=task_words(fact.task, here),
        since=phrases.since[not same_day].format(
            time=here.time(fact.since), instant=here.instant(fact.since)
        ),
        why=phrases.why_missed.get(fact.why, fact.why),
        made_up=_made_up(count) if fact.made_up else _not_made_up(count),
    )
    return translate(missed, here.book.code)


def _made_up(count: int) -> str:
    return messages("another stands for it", "one stands for all of them", count=count)


def _not_made_up(count: int) -> str:
    return messages("it is not made up for", "they are not made up for", count=count)


def _of_alert(fact: AlertFact, here: Wording) -> dict[str, str]:
    matter = {"matter": matter_words(fact.alert, here)}
    match fact:
        case AlertRaised(reason=reason) | AlertCured(was=reason):
            return {**matter, "reason": explained(reason, here)}
        case AlertTold(channel=channel):
            return {**matter, "channel": here.quoted(channel)}


def _of_setting(fact: TaskFact, here: Wording) -> dict[str, str]:
    task = {"task": task_words(fact.task, here)}
    match fact:
        case TaskScheduled():
            before, after = period_words(fact.was, here), period_words(fact.periods, here)
        case MissedRunsRuled():
            rules = here.book.tasks.missed_rules
            before, after = rules[fact.was], rules[fact.missed]
        case _:
            return task
    formerly = here.book.rules.formerly.format(before=before)
    return {**task, "before": before, "after": after, "formerly": formerly}
