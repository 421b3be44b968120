"""What the till's pages say, in French and in English."""

from collections.abc import Callable
from decimal import Decimal

LANGUAGES = ("fr", "en")

Say = Callable[..., str]

_WORDS: dict[str, tuple[str, str]] = {
    "add": ("Ajouter au ticket", "Add to the ticket"),
    "added": ("{name} est en rayon.", "{name} is on the shelf."),
    "all": ("Tout", "All"),
    "back": ("Retour à la caisse", "Back to the till"),
    "cancel": ("Vider", "Clear"),
    "change": ("Modifier", "Change"),
    "changed": ("C'est enregistré.", "Saved."),
    "colour": ("Couleur", "Colour"),
    "counted": ("Stock enregistré.", "Stock saved."),
    "draw": ("La dessiner", "Have it drawn"),
    "ean": ("Code-barres (EAN)", "Barcode (EAN)"),
    "empty": ("Touchez un produit pour commencer.", "Touch a product to begin."),
    "home": ("Caisse", "Till"),
    "item": ("Objet", "Thing"),
    "motif": ("Motif", "Motif"),
    "name": ("Nom", "Name"),
    "name_en": ("Nom en anglais", "Name in English"),
    "name_fr": ("Nom en français", "Name in French"),
    "new": ("Nouveau produit", "New product"),
    "next": ("Suite", "More"),
    "none": ("Rien de ce nom ici.", "Nothing of that name here."),
    "other_language": ("English", "Français"),
    "photo": ("Photo", "Photo"),
    "photo_file": ("Envoyer un fichier", "Send a file"),
    "previous": ("Précédent", "Back"),
    "price": ("Prix TTC", "Price with tax"),
    "put": ("Mettre en rayon", "Put on the shelf"),
    "reference": ("Référence", "Reference"),
    "remove": ("Supprimer", "Remove"),
    "remove_sure": ("Oui, supprimer définitivement", "Yes, remove it for good"),
    "removed": ("{name} n'existe plus.", "{name} is no more."),
    "return": ("Remettre en vente", "Put back on sale"),
    "returned": ("{name} est de nouveau en vente.", "{name} is on sale again."),
    "ring_up": ("Encaisser", "Ring up"),
    "sandbox": ("bac à sable", "sandbox"),
    "save": ("Enregistrer", "Save"),
    "search": ("Nom, référence ou code-barres", "Name, reference or barcode"),
    "shelf": ("Rayon", "Shelf"),
    "sold": ("Ticket n° {number} encaissé : {total}", "Ticket no. {number} rung up: {total}"),
    "sold_out": ("épuisé", "sold out"),
    "stock": ("Stock", "Stock"),
    "stock_of": ("{count} en stock", "{count} in stock"),
    "ticket": ("Ticket en cours", "This ticket"),
    "tickets": ("Derniers tickets", "Last tickets"),
    "tickets_none": ("Aucune vente pour l'instant.", "No sales yet."),
    "title": ("Maison Lavande, la caisse", "Maison Lavande, the till"),
    "total": ("Total", "Total"),
    "vat": ("TVA", "VAT"),
    "version": ("Déclinaison", "Variant"),
    "withdraw": ("Retirer de la vente", "Withdraw from sale"),
    "withdrawn": ("retiré de la vente", "withdrawn"),
    "withdrawn_now": ("{name} est retiré de la vente.", "{name} is withdrawn from sale."),
    # What was refused, and why.
    "refused": ("Ce n'est pas possible", "That can't be done"),
    "no_ean": (
        "Le code-barres {text} est faux : il faut 8 ou 13 chiffres, le dernier est une clé.",
        "The barcode {text} is wrong: 8 or 13 digits, of which the last checks the others.",
    ),
    "no_lines": ("Le ticket est vide.", "The ticket is empty."),
    "no_name": (
        "Il faut un nom, de {limit} caractères au plus.",
        "A name is needed, of {limit} characters at most.",
    ),
    "no_page": ("Cette page n'existe pas.", "There is no such page."),
    "no_photo": (
        "Cette photo ne peut pas être lue : il faut une image JPEG, PNG, GIF ou WebP.",
        "This photo can't be read: a JPEG, PNG, GIF or WebP picture is needed.",
    ),
    "no_price": (
        "Le prix « {text} » ne va pas : il faut un montant de 0,01 à 99 999,99, comme 12,90.",
        "The price “{text}” won't do: an amount from 0.01 to 99,999.99 is needed, as 12.90.",
    ),
    "no_product": ("Ce produit n'existe pas, ou plus.", "There is no such product, or no longer."),
    "no_quantity": (
        "La quantité « {text} » ne va pas : il faut un nombre entier de {low} à {high}.",
        "The quantity “{text}” won't do: a whole number from {low} to {high} is needed.",
    ),
    "no_reference": (
        "Il faut une référence, de {limit} caractères au plus.",
        "A reference is needed, of {limit} characters at most.",
    ),
    "no_shelf": ("Ce rayon n'existe pas.", "There is no such shelf."),
    "no_sure": (
        "Cochez la case pour supprimer : cela ne se défait pas.",
        "Tick the box to remove: there is no way back.",
    ),
    "no_vat": ("Ce taux de TVA n'existe pas ici.", "There is no such VAT rate here."),
    "no_version": (
        "Choisissez une déclinaison de {name}.",
        "Choose one of the variants of {name}.",
    ),
    "not_for_sale": ("{name} est retiré de la vente.", "{name} is withdrawn from sale."),
    "taken": (
        "La référence {text} est déjà celle de {name}.",
        "The reference {text} is that of {name} already.",
    ),
    "too_large": (
        "C'est trop gros : {limit} Mo au plus.",
        "That is too large: {limit} MB at most.",
    ),
    "stranger": (
        "Cette demande ne vient pas de la page de la caisse.",
        "This request doesn't come from the till's own page.",
    ),
}


def speaking(language: str) -> Say:
    """A function that says a phrase in this language."""
    place = LANGUAGES.index(language)

    def say(key: str, **values: object) -> str:
        return _WORDS[key][place].format(**values)

    return say


def amount(value: Decimal, language: str) -> str:
    """Euros as they are written in the language."""
    if language == "fr":
        return f"{value:,.2f} €".replace(",", "\u202f").replace(".", ",")
    return f"€{value:,.2f}"


def as_typed(value: Decimal, language: str) -> str:
    """An amount as somebody would type it."""
    plain = f"{value:.2f}"
    return plain.replace(".", ",") if language == "fr" else plain
