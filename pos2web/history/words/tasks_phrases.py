"""The words of tasks, runs and alerts."""

from pos2web.domain import decisions, run_facts
from pos2web.domain.facts import Fact
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.history.words.phrasebook import TaskPhrases
from pos2web.messages import message

TASK_SENTENCES: dict[type[Fact], str] = {
    run_facts.RunStarted: message("{task} starts (Pos2Web {version})"),
    run_facts.RunEnded: message("{task} {outcome}: {detail}"),
    run_facts.RunPassed: message("{task} found nothing to do{times}: {detail}"),
    run_facts.RunsMissed: message("{missed}"),
    run_facts.AlertRaised: message("alert: {matter} ({reason})"),
    run_facts.AlertCured: message("alert over: {matter} ({reason})"),
    run_facts.AlertTold: message("alert told by {channel}: {matter}"),
    decisions.TaskEnabled: message("{task} runs by itself from now on"),
    decisions.TaskDisabled: message("{task} runs only when asked from now on"),
    decisions.TaskScheduled: message("{task} now runs {after}{formerly}"),
    decisions.MissedRunsRuled: message("missed runs of {task}: {after}{formerly}"),
}

TASKS = TaskPhrases(
    full={
        "sync": message("the sync"),
        "plan": message("the comparison of till and site"),
        "undo": message("the undo"),
        "rewind": message("the rewind"),
    },
    names={
        "catalogue": message("catalogue"),
        "images": message("photos"),
        "stock": message("stock"),
        "availability": message("sale windows"),
        "drift": message("drift check"),
        "upkeep": message("upkeep of the read models"),
        "backup": message("backup"),
        "drill": message("trial restore"),
        "sync": message("sync"),
        "plan": message("comparison of till and site"),
        "undo": message("undo"),
        "rewind": message("rewind"),
    },
    some_task=message("task {name}"),
    outcomes={
        "done": message("is done"),
        "stopped": message("was stopped by somebody"),
        "halted": message("waits for approval"),
        "failed": message("failed"),
        "yielded": message("made way"),
        "killed": message("was cut short"),
    },
    totals=message(
        "{read} read, {changed} changed, {unchanged} unchanged, {held} held, {writes} written"
    ),
    times=message(" {count} times in a row"),
    passed=message("{read} read, {held} held"),
    only_when_asked=message("only when asked"),
    also=message("; and "),
    missed_rules={
        MissedRunsPolicy.SKIP: message("they are not made up for"),
        MissedRunsPolicy.ONCE: message("one run stands for all of them"),
    },
    since=(message("since {time}"), message("since {instant}")),
    why_missed={
        "away": message("nothing was running"),
        "overrun": message("the one before had not ended"),
        "busy": message("other tasks went first"),
        "clock": message("the clock was set"),
    },
    matters={
        "task": message("{task} no longer succeeds"),
        "progress": message("{task} makes no progress"),
        "overdue": message("{task} has not succeeded for a long time"),
        "writer": message("another Pos2Web writes to the site"),
        "backup": message("the store of the backups"),
        "models": message("Pos2Web's read models no longer follow the log"),
    },
    is_well=message("Well again: {subject}"),
    was_wrong=message("It is well again. What was wrong: {cause}."),
)
