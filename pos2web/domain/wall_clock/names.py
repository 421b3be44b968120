"""The names of days and months in each language, and text as it is compared."""

import unicodedata

WEEKDAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}

TYPOGRAPHY = {0x2019: "'", 0x2013: "-", 0x2014: "-"}
"""The apostrophe and the dashes of careful writers, as keyboards have them."""


def folded(text: str) -> str:
    """The text without capitals and accents, as long as it was."""
    letters = (unicodedata.normalize("NFD", letter)[0].lower()[0] for letter in text)
    return "".join(letters).translate(TYPOGRAPHY)
