"""Which rule decides: the most specific one that reaches a product or variant."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from pos2web.domain.selling.records import EVERYTHING, Ruled, RuleLevel, Scope
from pos2web.domain.things import Category, Product

R = TypeVar("R")


class Reach:
    """From a product or variant to the rules that reach it, the most specific first.

    A variant's own rule goes before its product's, that before its brand's, then come the
    categories: the product's main one, those above it one by one, then its others likewise; last
    what holds for everything.
    """

    def __init__(self, categories: Mapping[str, Category]) -> None:
        self._categories = categories
        self._lines: dict[str, tuple[Scope, ...]] = {}

    def scopes(self, product: Product, variant: str | None = None) -> Iterator[Scope]:
        """Everything whose rule could decide, in order."""
        if variant is not None:
            yield Scope(RuleLevel.VARIANT, variant)
        yield Scope(RuleLevel.PRODUCT, product.key)
        if product.brand is not None:
            yield Scope(RuleLevel.BRAND, product.brand)
        for category in product.categories:
            yield from self._line(category)
        yield EVERYTHING

    def _line(self, category: str) -> tuple[Scope, ...]:
        """A category and those above it; one within itself is left where it comes again."""
        line = self._lines.get(category)
        if line is None:
            line = self._lines[category] = tuple(
                Scope(RuleLevel.CATEGORY, key) for key in self._upwards(category)
            )
        return line

    def _upwards(self, key: str | None) -> Iterator[str]:
        met: set[str] = set()
        while key is not None and key not in met:
            met.add(key)
            yield key
            known = self._categories.get(key)
            key = None if known is None else known.parent

    def decide(
        self, rules: Ruled[R], product: Product, variant: str | None = None
    ) -> tuple[Scope, R] | None:
        """The rule that decides, and what it is about; None when none reaches."""
        if not rules:
            return None
        for scope in self.scopes(product, variant):
            if scope in rules:
                return scope, rules[scope]
        return None
