"""The tree of categories: parents before children, and what goes round in circles."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from pos2web.domain.things import Category


def parents_first(categories: Iterable[Category], *, tops: Collection[str] = ()) -> list[Category]:
    """The categories that hang on the root or on one of `tops`, each after its parent.

    What is in a cycle, or hangs on a category that isn't there, is left out.
    """
    children: defaultdict[str | None, list[Category]] = defaultdict(list)
    for category in categories:
        children[None if category.key in tops else category.parent].append(category)
    level = children.pop(None, [])
    ordered: list[Category] = []
    while level:
        ordered += level
        level = [child for parent in level for child in children.pop(parent.key, ())]
    return ordered


def cycles(categories: Mapping[str, Category]) -> list[list[str]]:
    """The keys of each ring of categories that are each other's parents, in order."""
    rings: list[list[str]] = []
    done: set[str] = set()
    for start in categories:
        path: list[str] = []
        key: str | None = start
        while key is not None and key in categories and key not in done:
            done.add(key)
            path.append(key)
            key = categories[key].parent
        if key in path:
            rings.append(path[path.index(key) :])
    return rings


def loose(categories: Mapping[str, Category]) -> set[str]:
    """The keys of what lies in a ring, or has a parent that isn't there."""
    rings = {key for ring in cycles(categories) for key in ring}
    orphans = {
        key
        for key, category in categories.items()
        if category.parent is not None and category.parent not in categories
    }
    return rings | orphans
