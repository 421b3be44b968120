"""The words of the history in French. Spaces before « : » and in guillemets do not break."""

from pos2web.domain import facts
from pos2web.domain.changes import Action
from pos2web.domain.facts import Fact
from pos2web.domain.fields import Form, every_field
from pos2web.domain.values import Kind
from pos2web.history.words import formats
from pos2web.history.words.french_archive import ARCHIVE, ARCHIVE_SENTENCES
from pos2web.history.words.french_people import PEOPLE, PEOPLE_SENTENCES
from pos2web.history.words.french_pins import PIN_SENTENCES, PINS
from pos2web.history.words.french_reasons import REASONS
from pos2web.history.words.french_rules import RULE_SENTENCES, RULES
from pos2web.history.words.french_tasks import TASK_SENTENCES, TASKS
from pos2web.history.words.phrasebook import Phrasebook

SENTENCES: dict[type[Fact], str] = {
    facts.BrandFound: "fabricant {name} {first}",
    facts.SupplierFound: "fournisseur {name} {first}",
    facts.CategoryFound: "catégorie {name} {first_f}",
    facts.OptionFound: "option {name} {first_f}",
    facts.OptionValueFound: "valeur {name} de l'option {option} {first_f}",
    facts.ProductFound: "produit {name} à {price}{net} {first}",
    facts.VariantFound: "déclinaison {name} du produit {product} {first_f}",
    facts.ImageFound: "photo {name} du produit {product} {first_f}",
    facts.StockFound: "stock de {name} {first}\u00a0: {quantity}",
    facts.ThingWithdrawn: "{thing} n'est plus en vente{seen}",
    facts.ThingReturned: "{thing} est de nouveau en vente{seen}",
    facts.ThingGone: "{thing} n'existe plus {at}",
    facts.BrandRenamed: "le fabricant {before} s'appelle désormais {after}{seen}",
    facts.SupplierRenamed: "le fournisseur {before} s'appelle désormais {after}{seen}",
    facts.CategoryRenamed: "la catégorie {before} s'appelle désormais {after}{seen}",
    facts.CategoryDescribed: "la description de la catégorie {name} a changé{seen}",
    facts.CategoryMoved: "la catégorie {name} passe de {before} à {after}{seen}",
    facts.OptionRenamed: "l'option {before} s'appelle désormais {after}{seen}",
    facts.OptionValueRenamed: "la valeur d'option {before} s'appelle désormais {after}{seen}",
    facts.OptionValueMoved: (
        "la valeur d'option {name} passe de l'option {before} à l'option {after}{seen}"
    ),
    facts.ReferenceSet: "la référence du produit {before} est désormais {after}{seen}",
    facts.ProductRenamed: "le produit {name} s'appelle {after} et non plus {before}{seen}",
    facts.ProductSummarised: "le résumé de {name} a changé{seen}",
    facts.ProductDescribed: "la description de {name} a changé{seen}",
    facts.PriceSet: "le prix{net} de {name} passe de {before} à {after}{seen}",
    facts.TaxRateSet: "la TVA de {name} passe de {before} à {after}{seen}",
    facts.ProductWeighed: "le poids de {name} passe de {before} à {after}{seen}",
    facts.ProductBarcoded: "le code-barres de {name} passe de {before} à {after}{seen}",
    facts.BrandAssigned: "le fabricant de {name} passe de {before} à {after}{seen}",
    facts.SupplierAssigned: "le fournisseur de {name} passe de {before} à {after}{seen}",
    facts.ProductCategorised: "{name} passe des catégories {before} à {after}{seen}",
    facts.SaleStopped: "{thing} reste affiché mais ne peut plus être acheté{seen}",
    facts.SaleResumed: "{thing} peut de nouveau être acheté{seen}",
    facts.SaleNoteSet: ("le message de disponibilité de {name} passe de {before} à {after}{seen}"),
    facts.VariantReferenceSet: (
        "la référence de la déclinaison {name} passe de {before} à {after}{seen}"
    ),
    facts.VariantBarcoded: (
        "le code-barres de la déclinaison {name} passe de {before} à {after}{seen}"
    ),
    facts.VariantReoptioned: (
        "les options de la déclinaison {name} passent de {before} à {after}{seen}"
    ),
    facts.VariantMoved: (
        "la déclinaison {name} passe du produit {before} au produit {after}{seen}"
    ),
    facts.SurchargeSet: (
        "le supplément{net} de la déclinaison {name} passe de {before} à {after}{seen}"
    ),
    facts.WeightSurchargeSet: (
        "le poids en plus de la déclinaison {name} passe de {before} à {after}{seen}"
    ),
    facts.ImageMoved: "la photo {name} passe de la place {before} à la place {after}{seen}",
    facts.ImageReassigned: "la photo {name} passe du produit {before} au produit {after}{seen}",
    facts.ImageSourceSet: "la photo {name} est désormais prise de {after}{seen}",
    facts.ImageStamped: "la photo {name} a peut-être été refaite{seen}",
    facts.ImageReplaced: "la photo {name} est remplacée par une autre{seen}",
    facts.StockCounted: "le stock de {name} passe de {before} à {after}{seen}",
    facts.StockReassigned: "le stock de {before} compte désormais pour {after}{seen}",
    facts.FieldSet: "{field}{net} {of_thing}\u00a0: {after} au lieu de {before}{seen}",
    facts.Held: "Pos2Web retient {thing}\u00a0: {reason}",
    facts.Released: "Pos2Web ne retient plus {thing}\u00a0; le motif était\u00a0: {reason}",
    facts.Linked: "{thing} correspond au numéro {shop_key} du site ({reason})",
    facts.Unlinked: "{thing} ne correspond plus au numéro {shop_key} du site ({reason})",
    facts.ChangeClaimed: "Pos2Web va {change} sur le site{steps}",
    facts.ChangeConfirmed: "Pos2Web a {change_done}{steps}{number}, confirmé par le site",
    facts.ChangeRefused: "le site a refusé de {change}\u00a0: {reason}",
    facts.ChangeLapsed: (
        "on ne sait pas si le site a pu {change}, ce sera prévu de nouveau\u00a0: {reason}"
    ),
    facts.ShopEchoed: "le site écrit {field} {of_thing} à sa façon\u00a0: {after} pour {before}",
    facts.CursorMoved: "{side}",
    **PIN_SENTENCES,
    **RULE_SENTENCES,
    **TASK_SENTENCES,
    **ARCHIVE_SENTENCES,
    **PEOPLE_SENTENCES,
}

FRENCH = Phrasebook(
    code="fr",
    conventions=formats.FRENCH,
    sentences=SENTENCES,
    quoted="«\u00a0{text}\u00a0»",
    languages={
        "fr": "en français",
        "en": "en anglais",
        "de": "en allemand",
        "es": "en espagnol",
        "it": "en italien",
        "nl": "en néerlandais",
    },
    things={
        Kind.BRAND: "le fabricant {name}",
        Kind.SUPPLIER: "le fournisseur {name}",
        Kind.CATEGORY: "la catégorie {name}",
        Kind.OPTION: "l'option {name}",
        Kind.OPTION_VALUE: "la valeur d'option {name}",
        Kind.PRODUCT: "le produit {name}",
        Kind.VARIANT: "la déclinaison {name}",
        Kind.IMAGE: "la photo {name}",
        Kind.STOCK: "le stock de {name}",
    },
    of_things={
        Kind.BRAND: "du fabricant {name}",
        Kind.SUPPLIER: "du fournisseur {name}",
        Kind.CATEGORY: "de la catégorie {name}",
        Kind.OPTION: "de l'option {name}",
        Kind.OPTION_VALUE: "de la valeur d'option {name}",
        Kind.PRODUCT: "du produit {name}",
        Kind.VARIANT: "de la déclinaison {name}",
        Kind.IMAGE: "de la photo {name}",
        Kind.STOCK: "du stock de {name}",
    },
    fields={row.name: row.french for row in every_field()} | {"key": "le numéro"},
    at_till="en caisse",
    at_shop="sur le site",
    seen_at_till=", vu en caisse",
    seen_on_shop=", vu sur le site",
    put_on_shop=" sur le site",
    first_at_till=(
        "vu pour la première fois en caisse",
        "vue pour la première fois en caisse",
    ),
    first_on_shop=(
        "vu pour la première fois sur le site",
        "vue pour la première fois sur le site",
    ),
    first_put_on_shop="désormais sur le site",
    net=" hors taxe",
    net_fields={
        row.name: f"{row.french} hors taxe" for row in every_field() if row.form is Form.PRICE
    },
    till_read="la caisse a été relue",
    shop_read="le site a été relu",
    nothing="rien",
    root="la racine",
    yes="oui",
    no="non",
    conjunction=" et ",
    more="{count} de plus",
    within=" dans ",
    semicolon="\u00a0; ",
    colon="\u00a0: ",
    plurals={
        Kind.BRAND: "fabricants",
        Kind.SUPPLIER: "fournisseurs",
        Kind.CATEGORY: "catégories",
        Kind.OPTION: "options",
        Kind.OPTION_VALUE: "valeurs d'option",
        Kind.PRODUCT: "produits",
        Kind.VARIANT: "déclinaisons",
        Kind.IMAGE: "photos",
        Kind.STOCK: "stocks",
    },
    numbered="{thing} (n° {key} en caisse)",
    numbered_on_shop=" (n° {shop_key})",
    foreign="n° {shop_key} du site",
    actions={
        Action.CREATE: "créer {thing}",
        Action.UPDATE: "modifier {what}",
        Action.DEACTIVATE: "retirer de la vente {thing}",
        Action.DELETE: "supprimer {thing}",
    },
    actions_done={
        Action.CREATE: "créé {thing}",
        Action.UPDATE: "modifié {what}",
        Action.DEACTIVATE: "retiré de la vente {thing}",
        Action.DELETE: "supprimé {thing}",
    },
    switches={
        ("is_active", True): ("remettre en vente {thing}", "remis en vente {thing}"),
        ("is_active", False): ("retirer de la vente {thing}", "retiré de la vente {thing}"),
        ("is_for_sale", True): ("permettre d'acheter {thing}", "permis d'acheter {thing}"),
        ("is_for_sale", False): ("empêcher d'acheter {thing}", "empêché d'acheter {thing}"),
    },
    some_action="faire ce qui était demandé",
    some_action_done="fait ce qui était demandé",
    step="\u00a0: {after} au lieu de {before}",
    first_step="\u00a0: {after}",
    rules=RULES,
    tasks=TASKS,
    archive=ARCHIVE,
    pins=PINS,
    people=PEOPLE,
    reasons={
        "created": "créé par Pos2Web",
        "adopted by path": "reconnu par son chemin",
        "adopted by reference": "reconnu par sa référence",
        "adopted by EAN": "reconnu par son code-barres",
        "adopted by category and name": "reconnu par sa catégorie et son nom",
        "adopted by name": "reconnu par son nom",
        "adopted by options": "reconnu par ses options",
        "gone from the shop": "il n'est plus sur le site",
        "deleted by us": "supprimé par Pos2Web",
        "adopted by content": "reconnu par son image",
        "it is another one of the till now": "il correspond désormais à autre chose en caisse",
        "new at the till": "nouveau en caisse",
        "changed at the till": "changé en caisse",
        "changed on the site": "changé sur le site",
        "the site had it otherwise when it was recognised": (
            "le site l'affichait autrement quand il a été reconnu"
        ),
        "withdrawn at the till": "retiré de la vente en caisse",
        "back on sale": "de nouveau en vente",
        "removed at the till": "supprimé en caisse",
        "belongs to another product now": "appartient désormais à un autre produit",
        "photo replaced": "photo remplacée",
        "not on the site": "absent du site",
        "outside its sale window": "en dehors de sa période de vente",
        "declared sold out": "rupture déclarée",
        "out of stock": "en rupture de stock",
        "no longer ruled by us": "plus aucune règle de Pos2Web n'en décide",
        "pinned": "valeur épinglée",
        "the till's stock less what is held back": "stock de la caisse, moins ce qui est réservé",
    },
    because=REASONS,
)
