"""What is sold and by which rules, told to a person in his words."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

import msgspec

from pos2web.bootstrap import utc_now
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.session import Session
from pos2web.domain.selling import Scope
from pos2web.history.words.rule_texts import scope_words
from pos2web.settings import Settings
from pos2web.views.archive import Archive
from pos2web.views.selling.catalogue import SellingCatalogue


@dataclass(frozen=True, kw_only=True)
class SellingScreen:
    """Who is told, in which words, of which catalogue."""

    session: Session
    told: ReportPrinter
    catalogue: SellingCatalogue

    @classmethod
    def of(cls, session: Session, settings: Settings, archive: Archive) -> Self:
        """Of what is sold now."""
        catalogue = SellingCatalogue.of(settings, archive, utc_now())
        told = ReportPrinter.of(session, archive)
        here = msgspec.structs.replace(told.here, zone=catalogue.zone)
        told = ReportPrinter(session=session, here=here)
        return cls(session=session, told=told, catalogue=catalogue)

    def at(self, instant: datetime) -> Self:
        """By the clock of another instant."""
        return replace(self, catalogue=replace(self.catalogue, now=instant))

    @property
    def language(self) -> str:
        """The person's."""
        return self.session.language

    def words(self, scope: Scope) -> str:
        """What a rule is about, at the beginning of a line."""
        said = scope_words(scope, self.told.here)
        return said[:1].upper() + said[1:]
