"""What can be wrong with a rule, told in French and in English."""

from enum import StrEnum

from pos2web.errors import RuleError
from pos2web.messages import in_both

QUOTED_CHARS_MAX = 80
"""Of a longer rule only the beginning is quoted."""


class SaleRuleFault(StrEnum):
    """Every way in which a rule is refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    ONLY_COMMENT = "only_comment"
    UNREADABLE = "unreadable"
    HOURS_EXPECTED = "hours_expected"
    YEARS_BACKWARDS = "years_backwards"
    BLANK_IN_LIST = "blank_in_list"
    NO_SUCH_DATE = "no_such_date"
    NO_SUCH_WEEK = "no_such_week"
    ALWAYS = "always"
    OVER_A_DAY = "over_a_day"
    OPEN_END = "open_end"
    REPEATED = "repeated"
    SUN = "sun"
    UNKNOWN_STATE = "unknown_state"
    FALLBACK = "fallback"
    NO_COUNTRY = "no_country"
    NO_SUCH_COUNTRY = "no_such_country"
    SCHOOL_HOLIDAYS = "school_holidays"


ENGLISH = {
    SaleRuleFault.EMPTY: "it says nothing; for «always» write «24/7»",
    SaleRuleFault.TOO_LONG: "it has {word} characters, more than we read",
    SaleRuleFault.ONLY_COMMENT: "a comment says neither days nor hours: write them before it",
    SaleRuleFault.UNREADABLE: "{word} can't be read here",
    SaleRuleFault.HOURS_EXPECTED: "{word} can't be read here; hours are written «08:00-11:00»",
    SaleRuleFault.YEARS_BACKWARDS: "{word} goes backwards",
    SaleRuleFault.BLANK_IN_LIST: "{word} would be two rules: no blank after the comma of a list",
    SaleRuleFault.NO_SUCH_DATE: "there is no {word}",
    SaleRuleFault.NO_SUCH_WEEK: "there is no {word}: weeks go from 1 to 53",
    SaleRuleFault.ALWAYS: "{word} ends when it begins; for the whole day write «00:00-24:00»",
    SaleRuleFault.OVER_A_DAY: "{word} is longer than a day",
    SaleRuleFault.OPEN_END: "{word} does not say when it ends",
    SaleRuleFault.REPEATED: "{word} names moments; write from when to when",
    SaleRuleFault.SUN: "{word} depends on a place; write a time of the day",
    SaleRuleFault.UNKNOWN_STATE: "{word}: a product is on sale or it is not",
    SaleRuleFault.FALLBACK: "«||» can't be used; write rules one after the other, with «;»",
    SaleRuleFault.NO_COUNTRY: "public holidays (PH) need a country",
    SaleRuleFault.NO_SUCH_COUNTRY: "no public holidays are known for the country {word}",
    SaleRuleFault.SCHOOL_HOLIDAYS: "school holidays (SH) are not known; write their dates",
}
FRENCH = {
    SaleRuleFault.EMPTY: "elle est vide ; pour «toujours», écrivez «24/7»",
    SaleRuleFault.TOO_LONG: "elle a {word} caractères, plus que nous n'en lisons",
    SaleRuleFault.ONLY_COMMENT: "un commentaire ne dit ni jours ni heures : écrivez-les devant",
    SaleRuleFault.UNREADABLE: "{word} n'a pas de sens ici",
    SaleRuleFault.HOURS_EXPECTED: "{word} n'a pas de sens ici ; les heures s'écrivent «08:00-11:00»",
    SaleRuleFault.YEARS_BACKWARDS: "{word} va à l'envers",
    SaleRuleFault.BLANK_IN_LIST: "{word} ferait deux règles : pas d'espace après la virgule d'une liste",
    SaleRuleFault.NO_SUCH_DATE: "la date {word} n'existe pas",
    SaleRuleFault.NO_SUCH_WEEK: "{word} n'existe pas : les semaines vont de 1 à 53",
    SaleRuleFault.ALWAYS: "{word} finit quand elle commence ; la journée entière s'écrit «00:00-24:00»",
    SaleRuleFault.OVER_A_DAY: "{word} dure plus d'un jour",
    SaleRuleFault.OPEN_END: "{word} n'a pas de fin",
    SaleRuleFault.REPEATED: "{word} désigne des moments ; écrivez de quand à quand",
    SaleRuleFault.SUN: "{word} dépend du lieu ; écrivez une heure",
    SaleRuleFault.UNKNOWN_STATE: "{word} : un produit est en vente ou ne l'est pas",
    SaleRuleFault.FALLBACK: "«||» ne peut pas servir ; écrivez les règles l'une après l'autre, avec «;»",
    SaleRuleFault.NO_COUNTRY: "les jours fériés (PH) demandent un pays",
    SaleRuleFault.NO_SUCH_COUNTRY: "les jours fériés du pays {word} ne sont pas connus",
    SaleRuleFault.SCHOOL_HOLIDAYS: "les vacances scolaires (SH) ne sont pas connues ; écrivez leurs dates",
}


class SaleRuleError(RuleError):
    """A sale rule that can't be read, or that would not mean what it seems to say.

    `word` is what is wrong, `at` where it begins in `text` (from 0; None when it has no place).
    """

    def __init__(
        self, fault: SaleRuleFault, *, text: str, word: str = "", at: int | None = None
    ) -> None:
        self.fault, self.text, self.word, self.at = fault, text, word, at
        super().__init__(in_both(self.told("en"), self.told("fr")))

    def told(self, language: str) -> str:
        """One sentence in French (`fr`) or English: the rule, the place, and what is wrong."""
        is_french = language == "fr"
        word = self.word if self.fault is SaleRuleFault.TOO_LONG else f"«{self.word}»"
        telling = (FRENCH if is_french else ENGLISH)[self.fault].format(word=word)
        text = self.text
        quoted = text if len(text) <= QUOTED_CHARS_MAX else text[: QUOTED_CHARS_MAX - 1] + "…"
        said = f"la règle «{quoted}»" if is_french else f"the rule «{quoted}»"
        if self.at is not None:
            said += f", {'colonne' if is_french else 'column'} {self.at + 1}"
        return f"{said}{' : ' if is_french else ': '}{telling}"
