"""What can be wrong with a period, told in French and in English."""

from enum import StrEnum

from pos2web.domain.reasons import short
from pos2web.errors import RuleError
from pos2web.messages import in_both

QUOTED_CHARS_MAX = 60
"""Of a longer text only what stands around the fault is quoted."""


class PeriodFault(StrEnum):
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
    PeriodFault.EMPTY: "it says nothing",
    PeriodFault.TOO_LONG: "it is longer than {hint} characters",
    PeriodFault.UNKNOWN: "{word} is not known",
    PeriodFault.UNFINISHED: "something is missing after {word}",
    PeriodFault.MISPLACED: "{word} makes no sense here",
    PeriodFault.TIME_EXPECTED: "{word} is not a time of the day",
    PeriodFault.END_EXPECTED: "it does not say when what begins at {word} ends",
    PeriodFault.UNIT_EXPECTED: "{word} is neither minutes, hours nor a day",
    PeriodFault.SAME_EXPECTED: "{word} can't end what begins before it",
    PeriodFault.NO_SUCH_TIME: "no day has the time {word}",
    PeriodFault.NO_SUCH_DAY: "no month has the day {word}",
    PeriodFault.NO_SUCH_WEEKDAY: "weekdays go from 1 to 7, not {word}",
    PeriodFault.NO_SUCH_MONTH: "months go from 1 to 12, not {word}",
    PeriodFault.SECONDS: "periods are counted in minutes, not {word}",
    PeriodFault.INTERVAL: "an interval is between 1 minute and 24 hours, not {word}",
    PeriodFault.MANY_DAYS: "{word} is more than a day: say which days instead",
    PeriodFault.INTERVAL_TWICE: "{word} is a second interval: write two periods",
    PeriodFault.INTERVAL_AND_TIMES: "{word} is a time beside an interval: write two periods",
    PeriodFault.RANGE_ALONE: "it does not say how often from {word} on",
    PeriodFault.RANGE_EMPTY: "{word} begins and ends at the same time",
    PeriodFault.RANGES_OVERLAP: "{word} begins before the range before it ends",
    PeriodFault.NO_TIME: "it does not say when or how often",
    PeriodFault.DAY_OR_WEEKDAY: "{word} mixes weekdays with days of the month: both, or one of them?",
    PeriodFault.RESUMED: "{word} begins something else: write two periods",
    PeriodFault.NEVER: "{word} never happens",
    PeriodFault.CRON_FIELDS: "cron has five fields, this has {word}",
    PeriodFault.CRON_VALUE: "{word} is not a value of this cron field",
    PeriodFault.CRON_WORD: "{word} is no cron shorthand that we know",
}

FRENCH = {
    PeriodFault.EMPTY: "le texte est vide",
    PeriodFault.TOO_LONG: "le texte dépasse {hint} caractères",
    PeriodFault.UNKNOWN: "{word} est inconnu",
    PeriodFault.UNFINISHED: "il manque quelque chose après {word}",
    PeriodFault.MISPLACED: "{word} n'a pas de sens ici",
    PeriodFault.TIME_EXPECTED: "{word} n'est pas une heure de la journée",
    PeriodFault.END_EXPECTED: "la fin de ce qui commence à {word} n'est pas dite",
    PeriodFault.UNIT_EXPECTED: "{word} ne désigne ni minutes, ni heures, ni jour",
    PeriodFault.SAME_EXPECTED: "{word} ne peut pas terminer ce qui commence avant",
    PeriodFault.NO_SUCH_TIME: "aucun jour n'a l'heure {word}",
    PeriodFault.NO_SUCH_DAY: "aucun mois n'a le jour {word}",
    PeriodFault.NO_SUCH_WEEKDAY: "les jours de la semaine vont de 1 à 7, pas {word}",
    PeriodFault.NO_SUCH_MONTH: "les mois vont de 1 à 12, pas {word}",
    PeriodFault.SECONDS: "les périodes se comptent en minutes, pas en {word}",
    PeriodFault.INTERVAL: "un intervalle va de 1 minute à 24 heures, pas {word}",
    PeriodFault.MANY_DAYS: "{word} dépasse un jour : indiquez plutôt quels jours",
    PeriodFault.INTERVAL_TWICE: "{word} est un second intervalle : écrivez deux périodes",
    PeriodFault.INTERVAL_AND_TIMES: "{word} est une heure à côté d'un intervalle : écrivez deux périodes",
    PeriodFault.RANGE_ALONE: "il n'est pas dit à quel rythme à partir de {word}",
    PeriodFault.RANGE_EMPTY: "{word} commence et finit à la même heure",
    PeriodFault.RANGES_OVERLAP: "{word} commence avant la fin de la plage précédente",
    PeriodFault.NO_TIME: "il n'est dit ni à quelle heure ni à quel rythme",
    PeriodFault.DAY_OR_WEEKDAY: "{word} mêle jours de la semaine et du mois : les deux, ou l'un des deux ?",
    PeriodFault.RESUMED: "{word} commence autre chose : écrivez deux périodes",
    PeriodFault.NEVER: "{word} n'arrive jamais",
    PeriodFault.CRON_FIELDS: "cron a cinq champs, il y en a {word} ici",
    PeriodFault.CRON_VALUE: "{word} n'est pas une valeur de ce champ de cron",
    PeriodFault.CRON_WORD: "{word} n'est pas un raccourci de cron connu",
}


class PeriodError(RuleError):
    """A period that can't be read, makes no sense or never comes.

    `word` is what is wrong, `at` where it begins in `text` (from 0; None when the period was not
    read from a text), `hints` what could stand there, `about` the field of the period.
    """

    def __init__(
        self,
        fault: PeriodFault,
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
        """This fault, with the text and the place in it where it was found."""
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
