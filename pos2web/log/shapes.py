"""The type name of every fact in the log: a table that only grows.

A name never changes, whatever becomes of the Python class. When the recorded shape of a fact
changes, its row gets one more upcast: the function that turns a payload of the version before
into one of the version after. The current version is one more than the number of upcasts.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from pos2web.domain import facts
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


SHAPES: tuple[Shape, ...] = (
    Shape("brand_found", facts.BrandFound),
    Shape("supplier_found", facts.SupplierFound),
    Shape("category_found", facts.CategoryFound),
    Shape("option_found", facts.OptionFound),
    Shape("option_value_found", facts.OptionValueFound),
    Shape("product_found", facts.ProductFound),
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
    Shape("run_started", facts.RunStarted),
    Shape("run_ended", facts.RunEnded),
    Shape("cursor_moved", facts.CursorMoved),
)
