"""The fields of what products hang on, and of what hangs on products."""

from decimal import Decimal

from pos2web.domain import facts
from pos2web.domain.changes import Owner
from pos2web.domain.facts import ThingFact
from pos2web.domain.fields.row import Field, Form
from pos2web.domain.values import Kind
from pos2web.messages import message

IS_ACTIVE = Field(
    "is_active",
    Form.FLAG,
    message("the presence on sale"),
    (True, False),
    fact=(facts.ThingWithdrawn, facts.ThingReturned),
)


def name(form: Form, samples: tuple[str, str], fact: type[ThingFact]) -> Field:
    """What people call a thing: one text, or one in each language."""
    return Field("name", form, message("the name"), samples, fact=fact)


def description(
    samples: tuple[str, str], fact: type[ThingFact], owner: Owner = Owner.TILL
) -> Field:
    """What there is to say of a thing, as HTML."""
    label = message("the description")
    return Field("description", Form.TEXTS, label, samples, owner, fact=fact)


def part_of_product(fact: type[ThingFact]) -> Field:
    """The product that something belongs to."""
    owner, label = Owner.CREATION, message("the product")
    return Field("product", Form.KEY, label, ("1", "2"), owner, Kind.PRODUCT, False, fact)


BRAND = (name(Form.TEXT, ("Lin & Cie", "Kusmi"), facts.BrandRenamed), IS_ACTIVE)

SUPPLIER = (name(Form.TEXT, ("Dupont", "Port & Fils"), facts.SupplierRenamed), IS_ACTIVE)

CATEGORY = (
    name(Form.TEXTS, ("Boissons", "Linge"), facts.CategoryRenamed),
    Field(
        "parent",
        Form.KEY,
        message("the parent category"),
        ("1", None),
        of=Kind.CATEGORY,
        fact=facts.CategoryMoved,
    ),
    description(("Ce qui se boit", "Pour la table"), facts.CategoryDescribed, Owner.CREATION),
    IS_ACTIVE,
)

OPTION = (name(Form.TEXTS, ("Taille", "Couleur"), facts.OptionRenamed),)

OPTION_VALUE = (
    Field(
        "option",
        Form.KEY,
        message("the option"),
        ("Taille", "Couleur"),
        of=Kind.OPTION,
        is_pinnable=False,
        fact=facts.OptionValueMoved,
    ),
    name(Form.TEXTS, ("M", "L"), facts.OptionValueRenamed),
)

IMAGE = (
    part_of_product(facts.ImageReassigned),
    Field(
        "position",
        Form.WHOLE,
        message("the place"),
        (1, 2),
        Owner.CREATION,
        is_pinnable=False,
        fact=facts.ImageMoved,
    ),
    Field(
        "source",
        Form.TEXT,
        message("the origin"),
        ("tea.jpg", "tea-2.jpg"),
        owner=None,
        is_pinnable=False,
        fact=facts.ImageSourceSet,
    ),
    Field(
        "stamp",
        Form.MARK,
        message("the date"),
        ("1", "2"),
        owner=None,
        is_pinnable=False,
        fact=facts.ImageStamped,
    ),
    Field(
        "fingerprint",
        Form.MARK,
        message("the content"),
        ("ab", "cd"),
        is_pinnable=False,
        fact=facts.ImageReplaced,
    ),
)

STOCK = (
    part_of_product(facts.StockReassigned),
    Field(
        "variant",
        Form.KEY,
        message("the variant"),
        ("1", None),
        Owner.CREATION,
        Kind.VARIANT,
        is_pinnable=False,
        fact=facts.StockReassigned,
    ),
    Field(
        "quantity",
        Form.NUMBER,
        message("the quantity"),
        (Decimal(12), Decimal(3)),
        is_pinnable=False,
        fact=facts.StockCounted,
    ),
)
