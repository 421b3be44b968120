"""What a language must have words for, to tell of every fact."""

from collections.abc import Mapping

import msgspec

from pos2web.domain.changes import Action
from pos2web.domain.facts import Fact
from pos2web.domain.pins import Lifting
from pos2web.domain.reasons import Code
from pos2web.domain.selling import Mode, OutOfStock
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.domain.values import Kind


class RulePhrases(msgspec.Struct, frozen=True, kw_only=True):
    """Words for rules about selling, after the sentence's beginning. `of_everything` follows «de»."""

    everything: str
    of_everything: str
    out_of_stock: dict[OutOfStock, str]
    modes: dict[Mode, str]
    window: str
    sold_out: str
    until: str
    until_told: str
    message: str
    opening: str
    formerly: str


class TaskPhrases(msgspec.Struct, frozen=True, kw_only=True):
    """Words for tasks, their runs, and what is wrong with them.

    `full` are tasks with a word of their own; others are `some_task` with their name in quotes.
    The two of `since` are for the same day and for
    an earlier one. `matters` are what alerts are about, by the first part of their name.
    """

    full: dict[str, str]
    names: dict[str, str]
    some_task: str
    outcomes: dict[str, str]
    totals: str
    passed: str
    times: str
    only_when_asked: str
    also: str
    missed_rules: dict[MissedRunsPolicy, str]
    since: tuple[str, str]
    why_missed: dict[str, str]
    matters: dict[str, str]
    is_well: str
    was_wrong: str


class ArchivePhrases(msgspec.Struct, frozen=True, kw_only=True):
    """Words for epochs and backups.

    `began` are by why an epoch began; `sources`, for some of these, and `as_of` follow. `writers` say
    who writes to a site in our place: another epoch of this installation, another installation, or
    a mark that says nothing to us.
    """

    began: dict[str, str]
    began_somehow: str
    sources: dict[str, str]
    writers: dict[str, str]
    as_of: str
    place: str
    pruned: str
    byte_units: tuple[str, ...]
    drill_well: str
    drill_failed: str


class PinPhrases(msgspec.Struct, frozen=True, kw_only=True):
    """Words for pins: why they end, and what was pinned before, in brackets of its own or of those."""

    why: dict[Lifting, str]
    formerly_pinned: str
    was_pinned: str


class PeoplePhrases(msgspec.Struct, frozen=True, kw_only=True):
    """Words for a customer whose data were erased, or can't be read here; by `{key}`, their number."""

    erased: str
    unread: str


class Phrasebook(msgspec.Struct, frozen=True, kw_only=True):
    """One language's words.

    `sentences` has one for each type of fact. In them `{name}` is what people call the thing, in
    quotes; `{thing}` is that with its kind («le produit « TEA »») and `{of_thing}` the same after
    «de»; `{at}` is where it is; `{seen}` says where a change was seen, or that it was put on the
    site, and `{first}` the same of a first sight (`{first_f}` for what is feminine, the second of
    two); `{net}` stands after an amount without tax; `{before}` and `{after}` are values, and
    `{formerly}` tells in brackets what a rule was; `{scope}` is what a rule is about and
    `{of_scope}` that after «de»; others are fields of the fact. `actions` follow «will» and «refused to», `actions_done` follow «has»;
    `switches` are both for a field that is yes or no, where nothing else is changed.
    `languages` follow a text that is not in the reader's language though there is one in his.
    `because` has words for every reason, `reasons` for what Pos2Web recorded in English.
    """

    code: str
    sentences: dict[type[Fact], str]
    quoted: str
    languages: dict[str, str]
    things: dict[Kind, str]
    of_things: dict[Kind, str]
    fields: Mapping[str, str]
    at_till: str
    at_shop: str
    seen_at_till: str
    seen_on_shop: str
    put_on_shop: str
    first_at_till: tuple[str, ...]
    first_on_shop: tuple[str, ...]
    first_put_on_shop: str
    net: str
    net_fields: dict[str, str]
    till_read: str
    shop_read: str
    nothing: str
    root: str
    yes: str
    no: str
    conjunction: str
    more: str
    within: str
    semicolon: str
    colon: str
    plurals: dict[Kind, str]
    numbered: str
    numbered_on_shop: str
    foreign: str
    actions: dict[Action, str]
    actions_done: dict[Action, str]
    switches: dict[tuple[str, bool], tuple[str, str]]
    some_action: str
    some_action_done: str
    step: str
    first_step: str
    rules: RulePhrases
    tasks: TaskPhrases
    archive: ArchivePhrases
    pins: PinPhrases
    people: PeoplePhrases
    reasons: dict[str, str]
    because: dict[Code, str]
