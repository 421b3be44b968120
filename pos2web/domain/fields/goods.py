"""The fields of products and of their variants."""

from decimal import Decimal

from pos2web.domain import facts
from pos2web.domain.changes import Owner
from pos2web.domain.facts import ThingFact
from pos2web.domain.fields.parts import IS_ACTIVE, description, name, part_of_product
from pos2web.domain.fields.row import Field, Form
from pos2web.domain.values import Kind, Money


def euros(amount: str) -> Money:
    """An amount of the samples."""
    return Money(Decimal(amount), "EUR")


def reference(samples: tuple[str, str], fact: type[ThingFact]) -> Field:
    """What the merchant calls a product or variant, once in a shop."""
    return Field("reference", Form.TEXT, "the reference", "la référence", samples, fact=fact)


def ean(samples: tuple[str, str], fact: type[ThingFact]) -> Field:
    """The barcode: EAN-8, UPC-A or EAN-13."""
    return Field("ean", Form.TEXT, "the barcode", "le code-barres", samples, fact=fact)


PRODUCT = (
    reference(("TEA", "TEA-1"), facts.ReferenceSet),
    name(Form.TEXTS, ("Thé vert", "Thé noir"), facts.ProductRenamed),
    Field(
        "price",
        Form.PRICE,
        "the price",
        "le prix",
        (euros("9.90"), euros("8.90")),
        fact=facts.PriceSet,
    ),
    Field(
        "tax_rate",
        Form.PERCENT,
        "the VAT",
        "la TVA",
        (Decimal("5.5"), Decimal(20)),
        fact=facts.TaxRateSet,
    ),
    Field(
        "summary",
        Form.TEXTS,
        "the summary",
        "le résumé",
        ("Un thé", "Un thé noir"),
        fact=facts.ProductSummarised,
    ),
    description(("<p>Un thé vert</p>", "<p>Un thé noir</p>"), facts.ProductDescribed),
    Field(
        "weight",
        Form.KILOGRAMS,
        "the weight",
        "le poids",
        (Decimal("0.125"), Decimal("0.25")),
        fact=facts.ProductWeighed,
    ),
    ean(("3760000000017", "4006381333931"), facts.ProductBarcoded),
    Field(
        "brand",
        Form.KEY,
        "the brand",
        "le fabricant",
        ("1", None),
        of=Kind.BRAND,
        fact=facts.BrandAssigned,
    ),
    Field(
        "supplier",
        Form.KEY,
        "the supplier",
        "le fournisseur",
        ("1", None),
        of=Kind.SUPPLIER,
        fact=facts.SupplierAssigned,
    ),
    Field(
        "categories",
        Form.KEYS,
        "the categories",
        "les catégories",
        (("2", "1"), ("1",)),
        of=Kind.CATEGORY,
        fact=facts.ProductCategorised,
    ),
    IS_ACTIVE,
    Field(
        "is_for_sale",
        Form.FLAG,
        "whether it can be bought",
        "la possibilité d'acheter",
        (True, False),
        Owner.WEB,
        is_pinnable=False,
        fact=(facts.SaleStopped, facts.SaleResumed),
    ),
    Field(
        "sale_note",
        Form.TEXTS,
        "the availability note",
        "le message de disponibilité",
        ("De retour lundi", "En boutique"),
        Owner.WEB,
        is_pinnable=False,
        fact=facts.SaleNoteSet,
    ),
    Field("mpn", Form.TEXT, "the maker's number", "la référence fabricant", ("KT-1", "KT-2")),
)

VARIANT = (
    part_of_product(facts.VariantMoved),
    Field(
        "options",
        Form.KEYS,
        "the options",
        "les options",
        (("Taille=M",), ("Taille=L",)),
        of=Kind.OPTION_VALUE,
        is_pinnable=False,
        fact=facts.VariantReoptioned,
    ),
    Field(
        "surcharge",
        Form.PRICE,
        "the surcharge",
        "le supplément",
        (euros("2.50"), euros("0")),
        fact=facts.SurchargeSet,
    ),
    reference(("SHIRT-M", "SHIRT-L"), facts.VariantReferenceSet),
    ean(("3760000000024", "3760000000031"), facts.VariantBarcoded),
    Field(
        "weight_surcharge",
        Form.KILOGRAMS,
        "the extra weight",
        "le poids en plus",
        (Decimal("0.05"), Decimal("-0.01")),
        fact=facts.WeightSurchargeSet,
    ),
)
