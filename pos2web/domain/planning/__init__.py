"""Planning: what must change on a shop so that it shows what the till holds."""

from pos2web.domain.plain import canonical, plain
from pos2web.domain.planning.draft import plan
from pos2web.domain.planning.reasons import FieldReason
from pos2web.domain.planning.situation import Aim, WriteHistory
from pos2web.domain.planning.steps import OFFERED

__all__ = ["OFFERED", "Aim", "FieldReason", "WriteHistory", "canonical", "plain", "plan"]
