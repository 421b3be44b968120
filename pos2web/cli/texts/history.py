"""What is said around the history's sentences."""

HISTORY_TEXTS: dict[str, tuple[str, str]] = {
    "history.none": ("Aucun évènement.", "No events."),
    "history.next": (
        "Il y en a d'autres : --before {next}",
        "There are more: --before {next}",
    ),
    "history.place": ("n° {position}, {connection}", "no. {position}, {connection}"),
    "history.run": ("exécution {run}", "run {run}"),
    "history.run_of": ("exécution {run}, {task}", "run {run}, {task}"),
    "history.cause": (
        "à la suite du n° {position} : {sentence}",
        "led to by no. {position}: {sentence}",
    ),
    "history.behind": (
        "L'historique en est à l'évènement {position} sur {head} ; le démon le complète.",
        "The history is at event {position} of {head}; the daemon goes on with it.",
    ),
    "history.follows": (
        "L'historique est complété d'abord : {count} évènements.",
        "The history is worked out first: {count} events.",
    ),
    "history.one_form": (
        "Choisissez un seul format : --json, --csv ou --jsonl.",
        "Choose one form: --json, --csv or --jsonl.",
    ),
}
