"""The fields of products and of their variants."""

from decimal import Decimal

from pos2web.domain import facts
from pos2web.domain.changes import Owner
from pos2web.domain.facts import ThingFact
from pos2web.domain.fields.parts import IS_ACTIVE, description, name, part_of_product
from pos2web.domain.fields.row import Field, Form
from pos2web.domain.values import Kind, Money
from pos2web.messages import message


def euros(amount: str) -> Money:
    """An amount of the samples."""
    return Money(Decimal(amount), "EUR")


def reference(samples: tuple[str, str], fact: type[ThingFact]) -> Field:
    """What the merchant calls a product or variant, once in a shop."""
    return Field("reference", Form.TEXT, message("the reference"), samples, fact=fact)


def ean(samples: tuple[str, str], fact: type[ThingFact]) -> Field:
    """The barcode: EAN-8, UPC-A or EAN-13."""
    return Field("ean", Form.TEXT, message("the barcode"), samples, fact=fact)


PRODUCT = (
    reference(("TEA", "TEA-1"), facts.ReferenceSet),
    name(Form.TEXTS, ("Thé vert", "Thé noir"), facts.ProductRenamed),
    Field(
        "price",
        Form.PRICE,
        message("the price"),
        (euros("9.90"), euros("8.90")),
        fact=facts.PriceSet,
    ),
    Field(
        "tax_rate",
        Form.PERCENT,
        message("the VAT"),
        (Decimal("5.5"), Decimal(20)),
        fact=facts.TaxRateSet,
    ),
    Field(
        "summary",
        Form.TEXTS,
        message("the summary"),
        ("Un thé", "Un thé noir"),
        fact=facts.ProductSummarised,
    ),
    description(("<p>Un thé vert</p>", "<p>Un thé noir</p>"), facts.ProductDescribed),
    Field(
        "weight",
        Form.KILOGRAMS,
        message("the weight"),
        (Decimal("0.125"), Decimal("0.25")),
        fact=facts.ProductWeighed,
    ),
    ean(("3760000000017", "4006381333931"), facts.ProductBarcoded),
    Field(
        "brand",
        Form.KEY,
        message("the brand"),
        ("1", None),
        of=Kind.BRAND,
        fact=facts.BrandAssigned,
    ),
    Field(
        "supplier",
        Form.KEY,
        message("the supplier"),
        ("1", None),
        of=Kind.SUPPLIER,
        fact=facts.SupplierAssigned,
    ),
    Field(
        "categories",
        Form.KEYS,
        message("the categories"),
        (("2", "1"), ("1",)),
        of=Kind.CATEGORY,
        fact=facts.ProductCategorised,
    ),
    IS_ACTIVE,
    Field(
        "is_for_sale",
        Form.FLAG,
        message("whether it can be bought"),
        (True, False),
        Owner.WEB,
        is_pinnable=False,
        fact=(facts.SaleStopped, facts.SaleResumed),
    ),
    Field(
        "sale_note",
        Form.TEXTS,
        message("the availability note"),
        ("De retour lundi", "En boutique"),
        Owner.WEB,
        is_pinnable=False,
        fact=facts.SaleNoteSet,
    ),
    Field("mpn", Form.TEXT, message("the maker's number"), ("KT-1", "KT-2")),
    Field("upc", Form.TEXT, message("the UPC"), ("036000291452", "036000291469")),
    Field("isbn", Form.TEXT, message("the ISBN"), ("978-2-07-036822-8", "978-2-07-040850-4")),
    Field("seo_title", Form.TEXTS, message("the SEO title"), ("Thé bio", "Thé fumé")),
    Field(
        "seo_description",
        Form.TEXTS,
        message("the SEO description"),
        ("Un thé bio", "Un thé fumé"),
    ),
    Field("slug", Form.TEXTS, message("the address"), ("the-bio", "the-fume")),
    Field("minimum_quantity", Form.WHOLE, message("the minimum quantity"), (2, 6)),
    Field(
        "wholesale_price",
        Form.COST,
        message("the wholesale price"),
        (euros("4.20"), euros("4.50")),
    ),
    Field(
        "unit_price",
        Form.PRICE,
        message("the price per unit"),
        (euros("99.00"), euros("89.00")),
    ),
    Field("unit", Form.TEXT, message("the unit"), ("kg", "litre")),
    Field("ecotax", Form.COST, message("the ecotax"), (euros("0.12"), euros("0.15"))),
    Field("width", Form.CENTIMETRES, message("the width"), (Decimal(12), Decimal("12.5"))),
    Field("height", Form.CENTIMETRES, message("the height"), (Decimal(20), Decimal("20.5"))),
    Field("depth", Form.CENTIMETRES, message("the depth"), (Decimal(8), Decimal("8.5"))),
    Field("condition", Form.TEXT, message("the condition"), ("refurbished", "used")),
)

VARIANT = (
    part_of_product(facts.VariantMoved),
    Field(
        "options",
        Form.KEYS,
        message("the options"),
        (("Taille=M",), ("Taille=L",)),
        of=Kind.OPTION_VALUE,
        is_pinnable=False,
        fact=facts.VariantReoptioned,
    ),
    Field(
        "surcharge",
        Form.PRICE,
        message("the surcharge"),
        (euros("2.50"), euros("0")),
        fact=facts.SurchargeSet,
    ),
    reference(("SHIRT-M", "SHIRT-L"), facts.VariantReferenceSet),
    ean(("3760000000024", "3760000000031"), facts.VariantBarcoded),
    Field(
        "weight_surcharge",
        Form.KILOGRAMS,
        message("the extra weight"),
        (Decimal("0.05"), Decimal("-0.01")),
        fact=facts.WeightSurchargeSet,
    ),
)
