"""What a made-up shop sells: brands, categories, products with five variants, a photo and stock."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

import msgspec

from pos2web.domain import facts
from pos2web.domain.facts import Fact
from pos2web.domain.things import (
    AnyThing,
    Brand,
    Category,
    Image,
    Option,
    OptionValue,
    Product,
    Stock,
    Variant,
    kind_of,
    stock_key,
)
from pos2web.domain.values import Kind, Money, Ref, Texts

SIZES = ("XS", "S", "M", "L", "XL")
NOUNS = (
    ("Robe", "Dress"),
    ("Chemise", "Shirt"),
    ("Veste", "Jacket"),
    ("Pantalon", "Trousers"),
    ("Écharpe", "Scarf"),
    ("Pull", "Jumper"),
    ("Jupe", "Skirt"),
    ("Manteau", "Coat"),
)
MATTERS = (
    ("en lin", "linen"),
    ("en coton bio", "organic cotton"),
    ("en laine", "wool"),
    ("en soie", "silk"),
    ("en velours", "velvet"),
)
COLOURS = (
    ("bleu nuit", "midnight blue"),
    ("écru", "ecru"),
    ("vert sauge", "sage green"),
    ("terracotta", "terracotta"),
    ("noir", "black"),
    ("moutarde", "mustard"),
)
PHRASES = (
    "Coupe droite et tombé souple.",
    "Tissé en France dans un atelier familial.",
    "Lavage à 30 degrés, séchage à l'ombre.",
    "Boutons en nacre véritable.",
    "Une pièce que l'on garde longtemps.",
    "Doublure légère, deux poches.",
    "Teinture sans métaux lourds.",
    "Taille normalement : prenez votre taille habituelle.",
    "Parfaite pour la mi-saison.",
    "Finitions faites à la main.",
    "Le modèle porte une taille M et mesure 1,76 m.",
    "Col montant et manches longues.",
)

_FOUND: dict[Kind, tuple[type[Any], str]] = {
    Kind.BRAND: (facts.BrandFound, "brand"),
    Kind.CATEGORY: (facts.CategoryFound, "category"),
    Kind.OPTION: (facts.OptionFound, "option"),
    Kind.OPTION_VALUE: (facts.OptionValueFound, "option_value"),
    Kind.PRODUCT: (facts.ProductFound, "product"),
    Kind.VARIANT: (facts.VariantFound, "variant"),
    Kind.IMAGE: (facts.ImageFound, "image"),
    Kind.STOCK: (facts.StockFound, "stock"),
}


class Goods:
    """So many products as the till has them, and what hangs on them."""

    def __init__(self, random: Random, products: int) -> None:
        self._random = random
        self.brands = [Brand(key=str(n), name=f"Maison {n}") for n in range(1, 41)]
        self.categories = [
            Category(key=str(n), name={"fr": f"{NOUNS[n % 8][0]} {n}"}, parent=str(n // 5) or None)
            if n >= 5
            else Category(key=str(n), name={"fr": NOUNS[n][0]})
            for n in range(1, 61)
        ]
        self.products = [self._product(number) for number in range(1, products + 1)]
        self.variants = [variant for one in self.products for variant in self._variants(one)]

    def things(self) -> Iterator[AnyThing]:
        """All of it, in the order in which it is made on a shop."""
        yield from self.brands
        yield from self.categories
        yield Option(key="Taille", name={"fr": "Taille", "en": "Size"})
        for size in SIZES:
            yield OptionValue(key=f"Taille={size}", option="Taille", name={"fr": size})
        yield from self.products
        yield from self.variants
        for product in self.products:
            source = f"photos/{product.reference.lower()}.jpg"
            print_ = self._random.randbytes(32).hex()
            stamp = str(1_793_000_000 + self._random.randint(0, 900_000))
            key = f"{product.key}-1"
            yield Image(
                key=key, product=product.key, source=source, stamp=stamp, fingerprint=print_
            )
        for variant in self.variants:
            quantity = Decimal(self._random.randint(0, 60))
            key = stock_key(variant.product, variant.key)
            yield Stock(key=key, product=variant.product, variant=variant.key, quantity=quantity)

    def popular(self) -> str:
        """The stock key of one variant, of those that sell well more often."""
        variant = self.variants[int(len(self.variants) * self._random.random() ** 3)]
        return stock_key(variant.product, variant.key)

    @staticmethod
    def found(thing: AnyThing) -> Fact:
        """The first sight of a thing."""
        fact, name = _FOUND[kind_of(thing)]
        seen: Fact = fact(key=thing.key, **{name: thing})
        return seen

    @staticmethod
    def shop_stock_key(stock: Stock, keys: Mapping[Ref, str]) -> str:
        """The key that the shop has for a stock."""
        product = keys[Ref(Kind.PRODUCT, stock.product)]
        return stock_key(product, keys[Ref(Kind.VARIANT, stock.variant or "")])

    @staticmethod
    def at_shop(thing: AnyThing, key: str, keys: Mapping[Ref, str]) -> AnyThing:
        """The same thing as the shop shows it: under its keys, prices without tax."""
        changed: dict[str, Any] = {"key": key}
        if isinstance(thing, Product):
            changed |= {
                "price": untaxed(thing.price.amount),
                "brand": keys[Ref(Kind.BRAND, thing.brand or "")],
                "categories": tuple(keys[Ref(Kind.CATEGORY, one)] for one in thing.categories),
            }
        elif isinstance(thing, Category) and thing.parent:
            changed["parent"] = keys[Ref(Kind.CATEGORY, thing.parent)]
        elif isinstance(thing, OptionValue):
            changed["option"] = keys[Ref(Kind.OPTION, thing.option)]
        elif isinstance(thing, Variant | Image | Stock):
            changed["product"] = keys[Ref(Kind.PRODUCT, thing.product)]
        if isinstance(thing, Variant):
            changed["options"] = tuple(keys[Ref(Kind.OPTION_VALUE, one)] for one in thing.options)
        if isinstance(thing, Stock) and thing.variant:
            changed["variant"] = keys[Ref(Kind.VARIANT, thing.variant)]
        return msgspec.structs.replace(thing, **changed)

    def _product(self, number: int) -> Product:
        choose, draw = self._random.choice, self._random.randint
        noun, matter, colour = choose(NOUNS), choose(MATTERS), choose(COLOURS)
        name: Texts = {
            "fr": f"{noun[0]} {matter[0]} {colour[0]}",
            "en": f"{colour[1].capitalize()} {matter[1]} {noun[1].lower()}",
        }
        text = " ".join(self._random.sample(PHRASES, draw(2, 6)))
        return Product(
            key=str(10_000 + number),
            reference=f"{noun[0][:3].upper()}-{draw(0, 9)}{number:05}",
            name=name,
            price=Money(Decimal(draw(990, 18_900) // 10 * 10) / 100, "EUR"),
            tax_rate=Decimal(20),
            description={"fr": f"<p>{name['fr']}. {text}</p>"},
            weight=Decimal(draw(100, 1_500)) / 1000,
            ean=f"37{draw(0, 10**11 - 1):011}",
            brand=str(draw(1, 40)),
            categories=(str(draw(5, 60)),),
        )

    def _variants(self, product: Product) -> Iterator[Variant]:
        for size in SIZES:
            yield Variant(
                key=f"{product.key}-{size}",
                product=product.key,
                options=(f"Taille={size}",),
                surcharge=Money(Decimal(2 if size == "XL" else 0), "EUR"),
                reference=f"{product.reference}-{size}",
                ean=f"37{self._random.randint(0, 10**11 - 1):011}",
            )


def untaxed(amount: Decimal) -> Money:
    """A price with 20 % of tax, without it."""
    exact = (amount / Decimal("1.2")).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return Money(exact, "EUR")
