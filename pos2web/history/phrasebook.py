"""What a language must have words for, to tell of every fact."""

import msgspec

from pos2web.domain.changes import Action
from pos2web.domain.facts import Fact
from pos2web.domain.reasons import Code
from pos2web.domain.values import Kind
from pos2web.history.formats import Conventions


class Phrasebook(msgspec.Struct, frozen=True, kw_only=True):
    """One language's words.

    `sentences` has one for each type of fact. In them `{name}` is what people call the thing, in
    quotes; `{thing}` is that with its kind («le produit « TEA »») and `{of_thing}` the same after
    «de»; `{at}` is where it is; `{seen}` says where a change was seen, or that it was put on the
    site, and `{first}` the same of a first sight (`{first_f}` for what is feminine, the second of
    two); `{net}` stands after an amount without tax; `{before}` and `{after}` are values; others
    are fields of the fact. `actions` follow «will» and «refused to», `actions_done` follow «has».
    `because` has words for every reason, `reasons` for what Pos2Web recorded in English.
    """

    code: str
    conventions: Conventions
    sentences: dict[type[Fact], str]
    quoted: str
    things: dict[Kind, str]
    of_things: dict[Kind, str]
    fields: dict[str, str]
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
    some_action: str
    some_action_done: str
    step: str
    first_step: str
    tasks: dict[str, str]
    some_task: str
    outcomes: dict[str, str]
    totals: str
    reasons: dict[str, str]
    because: dict[Code, str]
