"""What can be wrong with a period, told in French and in English."""

from enum import StrEnum

from pos2web.domain.reasons import short
from pos2web.errors import RuleError
from pos2web.said import in_both

QUOTED_CHARS_MAX = 60
"""Of a longer text only what stands around the fault is quoted."""


class Fault(StrEnum):
    """Every way in which a period is refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNKNOWN = "unknown"
    UNFINISHED = "unfinished"
    MISPLACED = "misplaced"
    TIME_EXPECTED = "time_expected"
    END_EXPECTED = "end_expected"
    UNIT_EXPECTED = "unit_expected"
    SAME_EXPECTED = "same_expected"
    NO_SUCH_TIME = "no_such_time"
    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_WEEKDAY = "no_such_weekday"
    NO_SUCH_MONTH = "no_such_month"
    SECONDS = "seconds"
    INTERVAL = "interval"
    MANY_DAYS = "many_days"
    INTERVAL_TWICE = "interval_twice"
    INTERVAL_AND_TIMES = "interval_and_times"
    RANGE_ALONE = "range_alone"
    RANGE_EMPTY = "range_empty"
    RANGES_OVERLAP = "ranges_overlap"
    NO_TIME = "no_time"
    DAY_OR_WEEKDAY = "day_or_weekday"
    RESUMED = "resumed"
    NEVER = "never"
    CRON_FIELDS = "cron_fields"
    CRON_VALUE = "cron_value"
    CRON_WORD = "cron_word"


ENGLISH = {
    Fault.EMPTY: "it says nothing",
    Fault.TOO_LONG: "it is longer than {hint} characters",
    Fault.UNKNOWN: "{word} is not known",
    Fault.UNFINISHED: "something is missing after {word}",
    Fault.MISPLACED: "{word} makes no sense here",
    Fault.TIME_EXPECTED: "{word} is not a time of the day",
    Fault.END_EXPECTED: "it does not say when what begins at {word} ends",
    Fault.UNIT_EXPECTED: "{word} is neither minutes, hours nor a day",
    Fault.SAME_EXPECTED: "{word} can't end what begins before it",
    Fault.NO_SUCH_TIME: "no day has the time {word}",
    Fault.NO_SUCH_DAY: "no month has the day {word}",
    Fault.NO_SUCH_WEEKDAY: "weekdays go from 1 to 7, not {word}",
    Fault.NO_SUCH_MONTH: "months go from 1 to 12, not {word}",
    Fault.SECONDS: "periods are counted in minutes, not {word}",
    Fault.INTERVAL: "an interval is between 1 minute and 24 hours, not {word}",
    Fault.MANY_DAYS: "{word} is more than a day: say which days instead",
    Fault.INTERVAL_TWICE: "{word} is a second interval: write two periods",
    Fault.INTERVAL_AND_TIMES: "{word} is a time beside an interval: write two periods",
    Fault.RANGE_ALONE: "it does not say how often from {word} on",
    Fault.RANGE_EMPTY: "{word} begins and ends at the same time",
    Fault.RANGES_OVERLAP: "{word} begins before the range before it ends",
    Fault.NO_TIME: "it does not say when or how often",
    Fault.DAY_OR_WEEKDAY: "{word} mixes weekdays with days of the month: both, or one of them?",
    Fault.RESUMED: "{word} begins something else: write two periods",
    Fault.NEVER: "{word} never happens",
    Fault.CRON_FIELDS: "cron has five fields, this has {word}",
    Fault.CRON_VALUE: "{word} is not a value of this cron field",
    Fault.CRON_WORD: "{word} is no cron shorthand that we know",
}

FRENCH = {
    Fault.EMPTY: "le texte est vide",
    Fault.TOO_LONG: "le texte dépasse {hint} caractères",
    Fault.UNKNOWN: "{word} est inconnu",
    Fault.UNFINISHED: "il manque quelque chose après {word}",
    Fault.MISPLACED: "{word} n'a pas de sens ici",
    Fault.TIME_EXPECTED: "{word} n'est pas une heure de la journée",
    Fault.END_EXPECTED: "la fin de ce qui commence à {word} n'est pas dite",
    Fault.UNIT_EXPECTED: "{word} ne désigne ni minutes, ni heures, ni jour",
    Fault.SAME_EXPECTED: "{word} ne peut pas terminer ce qui commence avant",
    Fault.NO_SUCH_TIME: "aucun jour n'a l'heure {word}",
    Fault.NO_SUCH_DAY: "aucun mois n'a le jour {word}",
    Fault.NO_SUCH_WEEKDAY: "les jours de la semaine vont de 1 à 7, pas {word}",
    Fault.NO_SUCH_MONTH: "les mois vont de 1 à 12, pas {word}",
    Fault.SECONDS: "les périodes se comptent en minutes, pas en {word}",
    Fault.INTERVAL: "un intervalle va de 1 minute à 24 heures, pas {word}",
    Fault.MANY_DAYS: "{word} dépasse un jour : indiquez plutôt quels jours",
    Fault.INTERVAL_TWICE: "{word} est un second intervalle : écrivez deux périodes",
    Fault.INTERVAL_AND_TIMES: "{word} est une heure à côté d'un intervalle : écrivez deux périodes",
    Fault.RANGE_ALONE: "il n'est pas dit à quel rythme à partir de {word}",
    Fault.RANGE_EMPTY: "{word} commence et finit à la même heure",
    Fault.RANGES_OVERLAP: "{word} commence avant la fin de la plage précédente",
    Fault.NO_TIME: "il n'est dit ni à quelle heure ni à quel rythme",
    Fault.DAY_OR_WEEKDAY: "{word} mêle jours de la semaine et du mois : les deux, ou l'un des deux ?",
    Fault.RESUMED: "{word} commence autre chose : écrivez deux périodes",
    Fault.NEVER: "{word} n'arrive jamais",
    Fault.CRON_FIELDS: "cron a cinq champs, il y en a {word} ici",
    Fault.CRON_VALUE: "{word} n'est pas une valeur de ce champ de cron",
    Fault.CRON_WORD: "{word} n'est pas un raccourci de cron connu",
}


class PeriodError(RuleError):
    """A period that can't be read, makes no sense or never comes.

    `word` is what is wrong, `at` where it begins in `text` (from 0; None when the period was not
    read from a text), `hints` what could stand there, `about` the field of the period.
    """

    def __init__(
        self,
        fault: Fault,
        *,
        word: str = "",
        text: str = "",
        at: int | None = None,
        hints: tuple[str, ...] = (),
        about: str = "",
    ) -> None:
        self.fault, self.word, self.text, self.at = fault, word, text, at
        self.hints, self.about = hints, about
        super().__init__(in_both(self.told("en"), self.told("fr")))

    def placed(self, text: str, at: int, word: str) -> "PeriodError":
        """The same fault, found at this place of a text."""
        return PeriodError(
            self.fault, word=word, text=text, at=at, hints=self.hints, about=self.about
        )

    def told(self, language: str) -> str:
        """One sentence in French (`fr`) or English: the text, the place, the fault, what to try."""
        is_french = language == "fr"
        telling = (FRENCH if is_french else ENGLISH)[self.fault]
        hints = (" ou " if is_french else " or ").join(f"«{hint}»" for hint in self.hints)
        said = telling.format(word=f"«{short(self.word)}»", hint=hints)
        if self.at is not None:
            about = "la période" if is_french else "the period"
            column = "colonne" if is_french else "column"
            said = f"{about} «{self._quoted()}», {column} {self.at + 1}: {said}"
        if not hints or "{hint}" in telling:
            return said
        return f"{said}; " + (f"essayez {hints}" if is_french else f"try {hints}")

    def pointed(self) -> str:
        """The text, and under it a line that points at the fault; empty without a text."""
        if self.at is None:
            return ""
        return f"{self.text}\n{' ' * self.at}{'^' * max(1, len(self.word))}"

    def _quoted(self) -> str:
        if len(self.text) <= QUOTED_CHARS_MAX:
            return self.text
        first = max(0, min(self.at or 0, len(self.text)) - QUOTED_CHARS_MAX // 2)
        part = self.text[first : first + QUOTED_CHARS_MAX]
        before = "…" if first else ""
        return f"{before}{part}…" if first + QUOTED_CHARS_MAX < len(self.text) else before + part
