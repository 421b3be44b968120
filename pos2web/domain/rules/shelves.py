"""What keeps brands, suppliers, options and categories off the shop."""

from pos2web.domain.reasons import Code, Reason
from pos2web.domain.rules.ground import Ground
from pos2web.domain.rules.naming import name_faults
from pos2web.domain.rules.verdict import Verdict
from pos2web.domain.things import Brand, Category, Supplier
from pos2web.domain.tree import cycles, loose, parents_first
from pos2web.domain.values import Kind

RING_MAX = 10
"""So many categories of a circle are named."""


def judge_makers(ground: Ground, verdict: Verdict) -> None:
    """Brands and suppliers must have a name that the shop takes."""
    makers: list[Brand | Supplier] = [*ground.brands.values(), *ground.suppliers.values()]
    for maker in makers:
        if ground.is_shown(maker):
            verdict.hold(maker, name_faults(ground, maker.name))


def judge_options(ground: Ground, verdict: Verdict) -> None:
    """Options must have a name that the shop takes."""
    for option in ground.options.values():
        verdict.hold(option, name_faults(ground, option.name))


def judge_option_values(ground: Ground, verdict: Verdict) -> None:
    """Their values, too, and the option must be there."""
    linked, held = ground.linked[Kind.OPTION], verdict.held[Kind.OPTION]
    for value in ground.option_values.values():
        reasons = list(name_faults(ground, value.name))
        if value.option not in ground.options:
            reasons.append(Reason(Code.OPTION_MISSING, {"option": value.option}))
        elif value.option in held and value.option not in linked:
            reasons.append(Reason(Code.OPTION_HELD, {"option": value.option}))
        verdict.hold(value, reasons)


def judge_categories(ground: Ground, verdict: Verdict) -> None:
    """Categories must have a name, and hang on the root by categories that go on themselves."""
    circles = {key: ring for ring in cycles(ground.categories) for key in ring}
    tops = loose(ground.categories)
    for category in parents_first(ground.categories.values(), tops=tops):
        if ground.is_shown(category):
            reasons = list(name_faults(ground, category.name))
            reasons += _place_faults(ground, verdict, category, circles)
            verdict.hold(category, reasons)


def _place_faults(
    ground: Ground, verdict: Verdict, category: Category, circles: dict[str, list[str]]
) -> list[Reason]:
    parent = category.parent
    if parent is None:
        return []
    if category.key in circles:
        ring = _from(category, circles)[:RING_MAX]
        return [Reason(Code.CATEGORY_WITHIN_ITSELF, {"ring": tuple(ring)})]
    if parent not in ground.categories:
        return [Reason(Code.PARENT_MISSING, {"category": parent})]
    if parent in verdict.held[Kind.CATEGORY] and parent not in ground.linked[Kind.CATEGORY]:
        return [Reason(Code.PARENT_HELD, {"category": parent})]
    return []


def _from(category: Category, circles: dict[str, list[str]]) -> list[str]:
    """The ring that a category lies in, from itself to itself."""
    ring = circles[category.key]
    start = ring.index(category.key)
    return [*ring[start:], *ring[:start], category.key]
