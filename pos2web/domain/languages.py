"""Which text a shop shows in each of its languages, when the till doesn't speak them all."""

from collections.abc import Mapping

import msgspec

from pos2web.domain.policy import Policy
from pos2web.domain.profile import ShopProfile
from pos2web.domain.values import Texts


class Languages(msgspec.Struct, frozen=True, kw_only=True):
    """A shop's languages, and those whose text stands in for a missing one, best first."""

    shown: tuple[str, ...]
    stand_ins: tuple[str, ...]

    def source(self, texts: Mapping[str, str]) -> str | None:
        """The language whose text stands in for those that `texts` lacks, if it has any."""
        for language in (*self.stand_ins, *sorted(texts)):
            if texts.get(language):
                return language
        return None

    def spoken(self, texts: Mapping[str, str]) -> Texts:
        """A text for every language of the shop; all empty when there is none at all."""
        source = self.source(texts)
        stand_in = texts[source] if source else ""
        return {language: texts.get(language) or stand_in for language in self.shown}


def languages_of(profile: ShopProfile, policy: Policy) -> Languages:
    """The languages of a shop that this till's texts go to."""
    return Languages(
        shown=profile.languages, stand_ins=(policy.text_language, profile.default_language)
    )
