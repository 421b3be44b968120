"""Why something is held back, asked first or not done, in French."""

from pos2web.domain.reasons import Code

REASONS: dict[Code, str] = {
    Code.NO_NAME: "le nom manque",
    Code.NAME_TOO_LONG: "le nom {name} a {length} caractères, le site en accepte {limit}",
    Code.NAME_FORBIDDEN: "le site refuse {characters} dans le nom {name}",
    Code.NO_REFERENCE: "la référence manque",
    Code.REFERENCE_TOO_LONG: "la référence a {length} caractères, le site en accepte {limit}",
    Code.REFERENCE_FORBIDDEN: "le site refuse {characters} dans la référence {reference}",
    Code.REFERENCE_SHARED: "même référence que le n° {others} en caisse",
    Code.EAN_NOT_DIGITS: "le code-barres {ean} contient autre chose que des chiffres",
    Code.EAN_LENGTH: "le code-barres {ean} a {length} chiffres et non 8, 12 ou 13",
    Code.PRICE_CURRENCY: "le prix est en {currency}, le site vend en {shop_currency}",
    Code.PRICE_IMPOSSIBLE: "le prix ne peut pas être juste\u00a0: {amount}",
    Code.PRICE_TOO_FINE: "le prix a plus de {limit} décimales\u00a0: {amount}",
    Code.PRICE_NEGATIVE: "le prix est négatif\u00a0: {price}",
    Code.PRICE_NOT_SHOWABLE: "le site afficherait {shown} au lieu de {wanted}",
    Code.SURCHARGE_CURRENCY: "le supplément est en {currency}, le site vend en {shop_currency}",
    Code.SURCHARGE_IMPOSSIBLE: "le supplément ne peut pas être juste\u00a0: {amount}",
    Code.SURCHARGE_TOO_FINE: "le supplément a plus de {limit} décimales\u00a0: {amount}",
    Code.VARIANT_PRICE_NEGATIVE: "le prix avec son supplément est négatif\u00a0: {price}",
    Code.WEIGHT_NEGATIVE: "le poids est négatif\u00a0: {weight}",
    Code.VARIANT_WEIGHT_NEGATIVE: "le poids avec le poids en plus est négatif\u00a0: {weight}",
    Code.TAX_RATE_NEGATIVE: "la TVA est négative\u00a0: {tax_rate}",
    Code.TAX_RATE_UNKNOWN: "le site n'a pas de TVA à {tax_rate}, seulement {tax_rates}",
    Code.NO_TAX_RATES: "le site n'a pas de TVA à {tax_rate}, ni aucune autre",
    Code.CATEGORY_HELD: "sa catégorie {categories} est retenue",
    Code.CATEGORY_MISSING: "sa catégorie {categories} n'existe pas en caisse",
    Code.PARENT_HELD: "sa catégorie parente {category} est retenue",
    Code.PARENT_MISSING: "sa catégorie parente {category} n'existe pas en caisse",
    Code.CATEGORY_WITHIN_ITSELF: "elle se trouve dans elle-même\u00a0: {ring}",
    Code.OPTION_HELD: "son option {option} est retenue",
    Code.OPTION_MISSING: "son option {option} n'existe pas en caisse",
    Code.NO_OPTIONS: "aucune option (taille, couleur…) n'est indiquée",
    Code.OPTIONS_SHARED: "mêmes options que le n° {others} en caisse\u00a0: {options}",
    Code.OPTION_VALUE_HELD: "sa valeur d'option {option_value} est retenue",
    Code.OPTION_VALUE_MISSING: "sa valeur d'option {option_value} n'existe pas en caisse",
    Code.PRODUCT_MISSING: "son produit {product} n'existe pas en caisse",
    Code.VARIANT_MISSING: "sa déclinaison {variant} n'existe pas en caisse",
    Code.VARIANT_ELSEWHERE: "sa déclinaison {variant} appartient au produit {product}",
    Code.COULD_NOT_BE_READ: "illisible en caisse ({text})",
    Code.SHOP_SAID: "refus du site ({text})",
    Code.WAITS_FOR: "en attente, car il manque encore sur le site\u00a0: {thing}",
    Code.MANY_CREATED: (
        "{count} produits seraient créés à côté de {of} ({share}, au-delà des {allowed} permis)"
    ),
    Code.FEW_RECOGNISED: (
        "seulement {count} des {of} produits du site ont été reconnus "
        "({share}, en deçà des {allowed} attendus) et {created} seraient créés"
    ),
    Code.MANY_TAKEN_OFF: (
        "{count} {kind} sur {of} disparaîtraient du site ({share}, au-delà des {allowed} permis)"
    ),
    Code.MANY_ZEROED: (
        "{count} stocks sur {of} tomberaient à zéro sur le site "
        "({share}, au-delà des {allowed} permis)"
    ),
    Code.MANY_LOST: (
        "{count} produits sur {of} ne sont plus sur le site et seraient créés de nouveau "
        "({share}, au-delà des {allowed} permis)"
    ),
    Code.STOPPED: "arrêt demandé par quelqu'un",
    Code.FAILED: "{text}",
    Code.NOT_ALL_MADE: "modifications qui n'ont pas pu être faites\u00a0: {count}\u00a0; {text}",
    Code.YIELDED: "une tâche plus urgente attendait",
    Code.KILLED: "Pos2Web s'est arrêté avant la fin",
    Code.NO_PROGRESS: "aucun progrès depuis {minutes}",
    Code.OVERDUE: "aucune exécution réussie depuis {minutes}",
    Code.BACKUP_BEHIND: "rien de nouveau n'y est arrivé depuis {minutes} : {text}",
    Code.SUPERSEDED: (
        "ce qui écrit désormais sur ce site est {writer}\u00a0; d'ici, plus rien n'y est écrit. "
        "Pour écrire d'ici\u00a0: pos2web take-over\u00a0; sinon, arrêtez Pos2Web ici"
    ),
}
"""Each word of a reason is written as its name and type ask."""
