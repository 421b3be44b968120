"""The words of the history in French. Spaces before « : » and in guillemets do not break."""

from pos2web.domain import facts
from pos2web.domain.changes import Action
from pos2web.domain.facts import Fact
from pos2web.domain.values import Kind
from pos2web.history import formats
from pos2web.history.phrasebook import Phrasebook

SENTENCES: dict[type[Fact], str] = {
    facts.BrandFound: "fabricant {name} vu pour la première fois {at}",
    facts.SupplierFound: "fournisseur {name} vu pour la première fois {at}",
    facts.CategoryFound: "catégorie {name} vue pour la première fois {at}",
    facts.OptionFound: "option {name} vue pour la première fois {at}",
    facts.OptionValueFound: "valeur {name} de l'option {option} vue pour la première fois {at}",
    facts.ProductFound: "produit {name} à {price} vu pour la première fois {at}",
    facts.VariantFound: "déclinaison {name} du produit {product} vue pour la première fois {at}",
    facts.ImageFound: "photo {name} du produit {product} vue pour la première fois {at}",
    facts.StockFound: "stock de {name} vu pour la première fois {at}\u00a0: {quantity}",
    facts.ThingWithdrawn: "{thing} n'est plus en vente, vu {at}",
    facts.ThingReturned: "{thing} est de nouveau en vente, vu {at}",
    facts.ThingGone: "{thing} n'existe plus {at}",
    facts.BrandRenamed: "le fabricant {before} s'appelle désormais {after}, vu {at}",
    facts.SupplierRenamed: "le fournisseur {before} s'appelle désormais {after}, vu {at}",
    facts.CategoryRenamed: "la catégorie {before} s'appelle désormais {after}, vu {at}",
    facts.CategoryDescribed: "la description de la catégorie {name} a changé, vu {at}",
    facts.CategoryMoved: "la catégorie {name} passe de {before} à {after}, vu {at}",
    facts.OptionRenamed: "l'option {before} s'appelle désormais {after}, vu {at}",
    facts.OptionValueRenamed: "la valeur d'option {before} s'appelle désormais {after}, vu {at}",
    facts.OptionValueMoved: (
        "la valeur d'option {name} passe de l'option {before} à l'option {after}, vu {at}"
    ),
    facts.ReferenceSet: "la référence du produit {before} est désormais {after}, vu {at}",
    facts.ProductRenamed: "le produit {name} s'appelle {after} et non plus {before}, vu {at}",
    facts.ProductSummarised: "le résumé de {name} a changé, vu {at}",
    facts.ProductDescribed: "la description de {name} a changé, vu {at}",
    facts.PriceSet: "le prix de {name} passe de {before} à {after}, vu {at}",
    facts.TaxRateSet: "la TVA de {name} passe de {before} à {after}, vu {at}",
    facts.ProductWeighed: "le poids de {name} passe de {before} à {after}, vu {at}",
    facts.ProductBarcoded: "le code-barres de {name} passe de {before} à {after}, vu {at}",
    facts.BrandAssigned: "le fabricant de {name} passe de {before} à {after}, vu {at}",
    facts.SupplierAssigned: "le fournisseur de {name} passe de {before} à {after}, vu {at}",
    facts.ProductCategorised: "{name} passe des catégories {before} à {after}, vu {at}",
    facts.VariantReferenceSet: (
        "la référence de la déclinaison {name} passe de {before} à {after}, vu {at}"
    ),
    facts.VariantBarcoded: (
        "le code-barres de la déclinaison {name} passe de {before} à {after}, vu {at}"
    ),
    facts.VariantReoptioned: (
        "les options de la déclinaison {name} passent de {before} à {after}, vu {at}"
    ),
    facts.VariantMoved: (
        "la déclinaison {name} passe du produit {before} au produit {after}, vu {at}"
    ),
    facts.SurchargeSet: (
        "le supplément de la déclinaison {name} passe de {before} à {after}, vu {at}"
    ),
    facts.WeightSurchargeSet: (
        "le poids en plus de la déclinaison {name} passe de {before} à {after}, vu {at}"
    ),
    facts.ImageMoved: "la photo {name} passe de la place {before} à la place {after}, vu {at}",
    facts.ImageReassigned: "la photo {name} passe du produit {before} au produit {after}, vu {at}",
    facts.ImageSourceSet: "la photo {name} est désormais prise de {after}, vu {at}",
    facts.ImageStamped: "la photo {name} a peut-être été refaite, vu {at}",
    facts.ImageReplaced: "la photo {name} est remplacée par une autre, vu {at}",
    facts.StockCounted: "le stock de {name} passe de {before} à {after}, vu {at}",
    facts.StockReassigned: "le stock de {before} compte désormais pour {after}, vu {at}",
    facts.Held: "Pos2Web retient {thing}\u00a0: {reason}",
    facts.Released: "Pos2Web ne retient plus {thing}\u00a0; le motif était\u00a0: {reason}",
    facts.Linked: "{thing} correspond au numéro {shop_key} du site ({reason})",
    facts.Unlinked: "{thing} ne correspond plus au numéro {shop_key} du site ({reason})",
    facts.ChangeClaimed: "Pos2Web va {change} sur le site{steps}",
    facts.ChangeConfirmed: "le site a {change_done} (numéro {shop_key})",
    facts.ChangeRefused: "le site a refusé de {change}\u00a0: {reason}",
    facts.ChangeLapsed: (
        "on ne sait pas si le site a pu {change}, ce sera prévu de nouveau\u00a0: {reason}"
    ),
    facts.ShopEchoed: "le site écrit {field} {of_thing} à sa façon\u00a0: {after} pour {before}",
    facts.RunStarted: "la tâche {task} commence (Pos2Web {version})",
    facts.RunEnded: "la tâche {task} {outcome}\u00a0: {detail}",
    facts.CursorMoved: "{side} jusqu'au repère {after}",
}

FRENCH = Phrasebook(
    code="fr",
    conventions=formats.FRENCH,
    sentences=SENTENCES,
    quoted="«\u00a0{text}\u00a0»",
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
    fields={
        "name": "le nom",
        "is_active": "la mise en vente",
        "parent": "la catégorie parente",
        "description": "la description",
        "option": "l'option",
        "reference": "la référence",
        "summary": "le résumé",
        "price": "le prix",
        "tax_rate": "la TVA",
        "weight": "le poids",
        "ean": "le code-barres",
        "brand": "le fabricant",
        "supplier": "le fournisseur",
        "categories": "les catégories",
        "product": "le produit",
        "variant": "la déclinaison",
        "options": "les options",
        "surcharge": "le supplément",
        "weight_surcharge": "le poids en plus",
        "position": "la place",
        "source": "l'origine",
        "stamp": "la date",
        "fingerprint": "le contenu",
        "quantity": "la quantité",
        "key": "le numéro",
    },
    at_till="en caisse",
    at_shop="sur le site",
    till_read="la caisse est lue",
    shop_read="le site est lu",
    nothing="rien",
    root="la racine",
    yes="oui",
    no="non",
    conjunction=" et ",
    actions={
        Action.CREATE: "créer {thing}",
        Action.UPDATE: "modifier {fields} {of_thing}",
        Action.DEACTIVATE: "retirer de la vente {thing}",
        Action.DELETE: "supprimer {thing}",
    },
    actions_done={
        Action.CREATE: "créé {thing}",
        Action.UPDATE: "modifié {fields} {of_thing}",
        Action.DEACTIVATE: "retiré de la vente {thing}",
        Action.DELETE: "supprimé {thing}",
    },
    some_action="faire ce qui était demandé",
    some_action_done="fait ce qui était demandé",
    step="\u00a0: {after} au lieu de {before}",
    outcomes={
        "done": "est terminée",
        "stopped": "a été arrêtée par quelqu'un",
        "halted": "attend un accord",
        "failed": "a échoué",
    },
    totals=(
        "lus {read}, changés {changed}, inchangés {unchanged}, retenus {held}, écritures {writes}"
    ),
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
    },
)
