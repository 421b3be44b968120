"""What the sandbox can draw, in the words of its pages: names in French and in English."""

from typing import NamedTuple

from pos2web.adapters.sandbox.till.words import LANGUAGES


class Choice(NamedTuple):
    """Something to choose from a list."""

    value: str
    label: str


_ITEMS = {
    "apron": ("tablier", "apron"),
    "bag": ("cabas", "tote bag"),
    "bar": ("tablette de chocolat", "chocolate bar"),
    "basket": ("panier", "basket"),
    "beanie": ("bonnet", "beanie"),
    "bear": ("ours", "bear"),
    "biscuits": ("biscuits", "biscuits"),
    "book": ("livre", "book"),
    "bottle": ("bouteille", "bottle"),
    "bouquet": ("bouquet", "bouquet"),
    "bowl": ("bol", "bowl"),
    "box": ("coffret", "gift box"),
    "candle": ("bougie", "candle"),
    "card": ("carte", "card"),
    "cubes": ("cubes", "cubes"),
    "cushion": ("coussin", "cushion"),
    "dish": ("plat", "dish"),
    "dress": ("robe", "dress"),
    "flask": ("flacon", "flask"),
    "glass": ("verre", "glass"),
    "hat": ("chapeau", "hat"),
    "jar": ("pot", "jar"),
    "jug": ("carafe", "jug"),
    "lamp": ("lampe", "lamp"),
    "longsleeve": ("haut à manches longues", "long-sleeved top"),
    "mug": ("mug", "mug"),
    "notebook": ("carnet", "notebook"),
    "pen": ("stylo", "pen"),
    "plant": ("plante", "plant"),
    "plate": ("assiette", "plate"),
    "pouch": ("trousse", "pouch"),
    "rabbit": ("lapin", "rabbit"),
    "sachet": ("sachet", "sachet"),
    "scarf": ("écharpe", "scarf"),
    "soap": ("savon", "soap"),
    "socks": ("chaussettes", "socks"),
    "throw": ("plaid", "throw"),
    "tin": ("boîte", "tin"),
    "towel": ("serviette", "towel"),
    "train": ("train", "train"),
    "tshirt": ("t-shirt", "T-shirt"),
    "tube": ("tube", "tube"),
    "vase": ("vase", "vase"),
}
_COLOURS = {
    "black": ("noir", "black"),
    "chocolate": ("chocolat", "chocolate"),
    "coral": ("corail", "coral"),
    "ecru": ("écru", "ecru"),
    "fir": ("sapin", "fir green"),
    "glass": ("transparent", "clear"),
    "grey": ("gris", "grey"),
    "honey": ("miel", "honey"),
    "lavender": ("lavande", "lavender"),
    "mustard": ("moutarde", "mustard"),
    "navy": ("marine", "navy"),
    "oak": ("chêne", "oak"),
    "ochre": ("ocre", "ochre"),
    "olive": ("olive", "olive"),
    "plum": ("prune", "plum"),
    "raspberry": ("framboise", "raspberry"),
    "red": ("rouge", "red"),
    "rose": ("rose", "rose"),
    "sage": ("sauge", "sage"),
    "sky": ("ciel", "sky blue"),
    "straw": ("paille", "straw"),
    "terracotta": ("terre cuite", "terracotta"),
    "walnut": ("noyer", "walnut"),
    "white": ("blanc", "white"),
}
_MOTIFS = {
    "plain": ("uni", "plain"),
    "band": ("bande", "band"),
    "check": ("carreaux", "check"),
    "columns": ("côtes", "ribs"),
    "dots": ("pois", "dots"),
    "sprig": ("brin de lavande", "lavender sprig"),
    "stripes": ("rayures", "stripes"),
}


def drawables(language: str) -> dict[str, list[Choice]]:
    """The items, colours and motifs to choose from, by name."""
    place = LANGUAGES.index(language)
    tables = {"items": _ITEMS, "colours": _COLOURS, "motifs": _MOTIFS}
    return {
        kind: [Choice(value, names[place]) for value, names in table.items()]
        for kind, table in tables.items()
    }
