"""Which things of the till must not reach the shop as they are, and why."""

from pos2web.domain.rules.ground import Ground
from pos2web.domain.rules.parts import judge_images, judge_stock
from pos2web.domain.rules.products import judge_products
from pos2web.domain.rules.shelves import (
    judge_categories,
    judge_makers,
    judge_option_values,
    judge_options,
)
from pos2web.domain.rules.variants import judge_variants
from pos2web.domain.rules.verdict import Verdict

__all__ = ["Ground", "Verdict", "judge"]


def judge(ground: Ground) -> Verdict:
    """Hold back what the shop would refuse or show wrongly; everything else goes through.

    What is withdrawn and taken off is never held, for nothing of it but that reaches the shop.
    """
    verdict = Verdict()
    for judge_kind in (
        judge_makers,
        judge_options,
        judge_option_values,
        judge_categories,
        judge_products,
        judge_variants,
        judge_images,
        judge_stock,
    ):
        judge_kind(ground, verdict)
    return verdict
