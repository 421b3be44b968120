"""Planning: what must change on a shop so that it shows what the till holds."""

from pos2web.domain.planning.draft import plan
from pos2web.domain.planning.plain import canonical, plain
from pos2web.domain.planning.reasons import Reason

__all__ = ["Reason", "canonical", "plain", "plan"]
