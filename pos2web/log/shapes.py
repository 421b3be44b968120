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


class FactShape(msgspec.Struct, frozen=True):
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


SHAPES: tuple[FactShape, ...] = (
    FactShape("brand_found", facts.BrandFound),
    FactShape("supplier_found", facts.SupplierFound),
    FactShape("category_found", facts.CategoryFound),
    FactShape("option_found", facts.OptionFound),
    FactShape("option_value_found", facts.OptionValueFound),
    FactShape("product_found", facts.ProductFound, (_product_for_sale,)),
    FactShape("variant_found", facts.VariantFound),
    FactShape("image_found", facts.ImageFound),
    FactShape("stock_found", facts.StockFound),
    FactShape("thing_withdrawn", facts.ThingWithdrawn),
    FactShape("thing_returned", facts.ThingReturned),
    FactShape("thing_gone", facts.ThingGone),
    FactShape("brand_renamed", facts.BrandRenamed),
    FactShape("supplier_renamed", facts.SupplierRenamed),
    FactShape("category_renamed", facts.CategoryRenamed),
    FactShape("category_described", facts.CategoryDescribed),
    FactShape("category_moved", facts.CategoryMoved),
    FactShape("option_renamed", facts.OptionRenamed),
    FactShape("option_value_renamed", facts.OptionValueRenamed),
    FactShape("option_value_moved", facts.OptionValueMoved),
    FactShape("reference_set", facts.ReferenceSet),
    FactShape("product_renamed", facts.ProductRenamed),
    FactShape("product_summarised", facts.ProductSummarised),
    FactShape("product_described", facts.ProductDescribed),
    FactShape("price_set", facts.PriceSet),
    FactShape("tax_rate_set", facts.TaxRateSet),
    FactShape("product_weighed", facts.ProductWeighed),
    FactShape("product_barcoded", facts.ProductBarcoded),
    FactShape("brand_assigned", facts.BrandAssigned),
    FactShape("supplier_assigned", facts.SupplierAssigned),
    FactShape("product_categorised", facts.ProductCategorised),
    FactShape("variant_reference_set", facts.VariantReferenceSet),
    FactShape("variant_barcoded", facts.VariantBarcoded),
    FactShape("variant_reoptioned", facts.VariantReoptioned),
    FactShape("variant_moved", facts.VariantMoved),
    FactShape("surcharge_set", facts.SurchargeSet),
    FactShape("weight_surcharge_set", facts.WeightSurchargeSet),
    FactShape("image_moved", facts.ImageMoved),
    FactShape("image_reassigned", facts.ImageReassigned),
    FactShape("image_source_set", facts.ImageSourceSet),
    FactShape("image_stamped", facts.ImageStamped),
    FactShape("image_replaced", facts.ImageReplaced),
    FactShape("stock_counted", facts.StockCounted),
    FactShape("stock_reassigned", facts.StockReassigned),
    FactShape("held", facts.Held),
    FactShape("released", facts.Released),
    FactShape("linked", facts.Linked),
    FactShape("unlinked", facts.Unlinked),
    FactShape("change_claimed", facts.ChangeClaimed),
    FactShape("change_confirmed", facts.ChangeConfirmed),
    FactShape("change_refused", facts.ChangeRefused),
    FactShape("change_lapsed", facts.ChangeLapsed),
    FactShape("shop_echoed", facts.ShopEchoed),
    FactShape("run_started", run_facts.RunStarted),
    FactShape("run_ended", run_facts.RunEnded),
    FactShape("cursor_moved", facts.CursorMoved),
    FactShape("sale_stopped", facts.SaleStopped),
    FactShape("sale_resumed", facts.SaleResumed),
    FactShape("sale_note_set", facts.SaleNoteSet),
    FactShape("run_passed", run_facts.RunPassed),
    FactShape("runs_missed", run_facts.RunsMissed),
    FactShape("alert_raised", run_facts.AlertRaised),
    FactShape("alert_cured", run_facts.AlertCured),
    FactShape("alert_told", run_facts.AlertTold),
    FactShape("buffer_set", decisions.BufferSet),
    FactShape("buffer_lifted", decisions.BufferLifted),
    FactShape("out_of_stock_ruled", decisions.OutOfStockRuled),
    FactShape("out_of_stock_rule_lifted", decisions.OutOfStockRuleLifted),
    FactShape("window_set", decisions.WindowSet),
    FactShape("window_lifted", decisions.WindowLifted),
    FactShape("sold_out_declared", decisions.SoldOutDeclared),
    FactShape("sold_out_lifted", decisions.SoldOutLifted),
    FactShape("task_enabled", decisions.TaskEnabled),
    FactShape("task_disabled", decisions.TaskDisabled),
    FactShape("task_scheduled", decisions.TaskScheduled),
    FactShape("missed_runs_ruled", decisions.MissedRunsRuled),
    FactShape("epoch_began", archive_facts.EpochBegan),
    FactShape("backed_up", archive_facts.BackedUp),
    FactShape("backup_drilled", archive_facts.BackupDrilled),
    FactShape("field_pinned", pins.FieldPinned),
    FactShape("field_unpinned", pins.FieldUnpinned),
    FactShape("customer_seen", people.CustomerSeen),
    FactShape("person_erased", people.PersonErased),
    FactShape("field_set", facts.FieldSet),
)
