"""The words of tasks, runs and alerts in English."""

from pos2web.domain import decisions, run_facts
from pos2web.domain.facts import Fact
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.history.words.phrasebook import TaskPhrases

TASK_SENTENCES: dict[type[Fact], str] = {
    run_facts.RunStarted: "{task} starts (Pos2Web {version})",
    run_facts.RunEnded: "{task} {outcome}: {detail}",
    run_facts.RunPassed: "{task} found nothing to do{times}: {detail}",
    run_facts.RunsMissed: "{missed}",
    run_facts.AlertRaised: "alert: {matter} ({reason})",
    run_facts.AlertCured: "alert over: {matter} ({reason})",
    run_facts.AlertTold: "alert told by {channel}: {matter}",
    decisions.TaskEnabled: "{task} runs by itself from now on",
    decisions.TaskDisabled: "{task} runs only when asked from now on",
    decisions.TaskScheduled: "{task} now runs {after}{formerly}",
    decisions.MissedRunsRuled: "missed runs of {task}: {after}{formerly}",
}

TASKS = TaskPhrases(
    full={
        "sync": "the sync",
        "plan": "the comparison of till and site",
        "undo": "the undo",
        "rewind": "the rewind",
    },
    names={
        "catalogue": "catalogue",
        "images": "photos",
        "stock": "stock",
        "availability": "sale windows",
        "drift": "drift check",
        "upkeep": "upkeep of the read models",
        "backup": "backup",
        "drill": "trial restore",
        "sync": "sync",
        "plan": "comparison of till and site",
        "undo": "undo",
        "rewind": "rewind",
    },
    some_task="task {name}",
    outcomes={
        "done": "is done",
        "stopped": "was stopped by somebody",
        "halted": "waits for approval",
        "failed": "failed",
        "yielded": "made way",
        "killed": "was cut short",
    },
    totals="{read} read, {changed} changed, {unchanged} unchanged, {held} held, {writes} written",
    times=" {count} times in a row",
    passed="{read} read, {held} held",
    only_when_asked="only when asked",
    also="; and ",
    missed_rules={
        MissedRunsPolicy.SKIP: "they are not made up for",
        MissedRunsPolicy.ONCE: "one run stands for all of them",
    },
    missed=(
        "one run of {task} did not take place {since} ({why}); {made_up}",
        "{count} runs of {task} did not take place {since} ({why}); {made_up}",
    ),
    made_up=("another stands for it", "one stands for all of them"),
    not_made_up=("it is not made up for", "they are not made up for"),
    since=("since {time}", "since {instant}"),
    why_missed={
        "away": "nothing was running",
        "overrun": "the one before had not ended",
        "busy": "other tasks went first",
        "clock": "the clock was set",
    },
    matters={
        "task": "{task} no longer succeeds",
        "progress": "{task} makes no progress",
        "overdue": "{task} has not succeeded for a long time",
        "writer": "another Pos2Web writes to the site",
        "backup": "the store of the backups",
        "models": "Pos2Web's read models no longer follow the log",
    },
    is_well="Well again: {subject}",
    was_wrong="It is well again. What was wrong: {cause}.",
)
