"""The type name of every fact in the log: a table that only grows.

A name never changes, whatever becomes of the Python class. When the recorded shape of a fact
changes, its row gets one more upcast: the function that turns a payload of the version before
into one of the version after. The current version is one more than the number of upcasts.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from pos2web.domain import archive_facts, decisions, facts, people, pins, run_facts
from pos2web.domain.facts import Fact

Payload = dict[str, Any]
"""A recorded fact as plain JSON values, by field name."""

Upcast = Callable[[Payload], Payload]


class Shape(msgspec.Struct, frozen=True):
    """How one type of fact is recorded, and how its older versions become the current one."""

    name: str
    fact: type[Fact]
    upcasts: tuple[Upcast, ...] = ()

    @property
    def version(self) -> int:
        """The version that is written now."""
        return len(self.upcasts) + 1


def _product_for_sale(payload: Payload) -> Payload:
    """Before products could be shown without being for sale, all that was shown was."""
    return payload | {"product": payload["product"] | {"is_for_sale": True, "sale_note": {}}}


SHAPES: tuple[Shape, ...] = (
    Shape("brand_found", facts.BrandFound),
    Shape("supplier_found", facts.SupplierFound),
    Shape("category_found", facts.CategoryFound),
    Shape("option_found", facts.OptionFound),
    Shape("option_value_found", facts.OptionValueFound),
    Shape("product_found", facts.ProductFound, (_product_for_sale,)),
    Shape("variant_found", facts.VariantFound),
    Shape("image_found", facts.ImageFound),
    Shape("stock_found", facts.StockFound),
    Shape("thing_withdrawn", facts.ThingWithdrawn),
    Shape("thing_returned", facts.ThingReturned),
    Shape("thing_gone", facts.ThingGone),
    Shape("brand_renamed", facts.BrandRenamed),
    Shape("supplier_renamed", facts.SupplierRenamed),
    Shape("category_renamed", facts.CategoryRenamed),
    Shape("category_described", facts.CategoryDescribed),
    Shape("category_moved", facts.CategoryMoved),
    Shape("option_renamed", facts.OptionRenamed),
    Shape("option_value_renamed", facts.OptionValueRenamed),
    Shape("option_value_moved", facts.OptionValueMoved),
    Shape("reference_set", facts.ReferenceSet),
    Shape("product_renamed", facts.ProductRenamed),
    Shape("product_summarised", facts.ProductSummarised),
    Shape("product_described", facts.ProductDescribed),
    Shape("price_set", facts.PriceSet),
    Shape("tax_rate_set", facts.TaxRateSet),
    Shape("product_weighed", facts.ProductWeighed),
    Shape("product_barcoded", facts.ProductBarcoded),
    Shape("brand_assigned", facts.BrandAssigned),
    Shape("supplier_assigned", facts.SupplierAssigned),
    Shape("product_categorised", facts.ProductCategorised),
    Shape("variant_reference_set", facts.VariantReferenceSet),
    Shape("variant_barcoded", facts.VariantBarcoded),
    Shape("variant_reoptioned", facts.VariantReoptioned),
    Shape("variant_moved", facts.VariantMoved),
    Shape("surcharge_set", facts.SurchargeSet),
    Shape("weight_surcharge_set", facts.WeightSurchargeSet),
    Shape("image_moved", facts.ImageMoved),
    Shape("image_reassigned", facts.ImageReassigned),
    Shape("image_source_set", facts.ImageSourceSet),
    Shape("image_stamped", facts.ImageStamped),
    Shape("image_replaced", facts.ImageReplaced),
    Shape("stock_counted", facts.StockCounted),
    Shape("stock_reassigned", facts.StockReassigned),
    Shape("held", facts.Held),
    Shape("released", facts.Released),
    Shape("linked", facts.Linked),
    Shape("unlinked", facts.Unlinked),
    Shape("change_claimed", facts.ChangeClaimed),
    Shape("change_confirmed", facts.ChangeConfirmed),
    Shape("change_refused", facts.ChangeRefused),
    Shape("change_lapsed", facts.ChangeLapsed),
    Shape("shop_echoed", facts.ShopEchoed),
    Shape("run_started", run_facts.RunStarted),
    Shape("run_ended", run_facts.RunEnded),
    Shape("cursor_moved", facts.CursorMoved),
    Shape("sale_stopped", facts.SaleStopped),
    Shape("sale_resumed", facts.SaleResumed),
    Shape("sale_note_set", facts.SaleNoteSet),
    Shape("run_passed", run_facts.RunPassed),
    Shape("runs_missed", run_facts.RunsMissed),
    Shape("alert_raised", run_facts.AlertRaised),
    Shape("alert_cured", run_facts.AlertCured),
    Shape("alert_told", run_facts.AlertTold),
    Shape("buffer_set", decisions.BufferSet),
    Shape("buffer_lifted", decisions.BufferLifted),
    Shape("out_of_stock_ruled", decisions.OutOfStockRuled),
    Shape("out_of_stock_rule_lifted", decisions.OutOfStockRuleLifted),
    Shape("window_set", decisions.WindowSet),
    Shape("window_lifted", decisions.WindowLifted),
    Shape("sold_out_declared", decisions.SoldOutDeclared),
    Shape("sold_out_lifted", decisions.SoldOutLifted),
    Shape("task_enabled", decisions.TaskEnabled),
    Shape("task_disabled", decisions.TaskDisabled),
    Shape("task_scheduled", decisions.TaskScheduled),
    Shape("missed_runs_ruled", decisions.MissedRunsRuled),
    Shape("epoch_began", archive_facts.EpochBegan),
    Shape("backed_up", archive_facts.BackedUp),
    Shape("backup_drilled", archive_facts.BackupDrilled),
    Shape("field_pinned", pins.FieldPinned),
    Shape("field_unpinned", pins.FieldUnpinned),
    Shape("customer_seen", people.CustomerSeen),
    Shape("person_erased", people.PersonErased),
)
