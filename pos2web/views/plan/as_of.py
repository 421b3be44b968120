"""What a sync would have had to do at a moment, by what was known then."""

from pos2web.domain.profile import ShopProfile, profile_of
from pos2web.engine.calendar import WallCalendar
from pos2web.engine.context import RunReport
from pos2web.engine.plan_as_of import AsOf, plan_as_of
from pos2web.projections import site
from pos2web.settings import Settings, zone_of
from pos2web.views.archive import Archive, PointInTime


def plan_then(
    settings: Settings, archive: Archive, point: PointInTime, profile: ShopProfile
) -> RunReport:
    """The report of a run that would only have looked; `archive` has the state of that moment."""
    return plan_as_of(
        AsOf(
            models=archive.models,
            at=point.at,
            policy=settings.policy,
            profile=profile,
            calendar=WallCalendar(zone_of(settings.daemon.zone)),
            till_name=settings.till.name,
            shop_name=settings.shop.name,
        )
    )


def known_profile(settings: Settings, archive: Archive) -> ShopProfile:
    """What the shop is like as far as its things show it: for where it can't be asked."""
    return profile_of(site.load(archive.models, settings.shop.name), settings.policy)
