"""What the commands about tasks say to a person, in French and in English."""

TASK_TEXTS: dict[str, tuple[str, str]] = {
    "alerts.test.subject": ("Pos2Web : message d'essai", "Pos2Web: test message"),
    "alerts.test.text": (
        "Ceci est un essai : tout va bien. C'est ici que Pos2Web écrira en cas d'ennui.",
        "This is a test: all is well. This is where Pos2Web will write when there is trouble.",
    ),
    "alerts.sent": (
        "{channel} ({adapter}) : envoyé ; regardez s'il est bien arrivé.",
        "{channel} ({adapter}): sent; look whether it arrived.",
    ),
    "alerts.not_sent": (
        "{channel} ({adapter}) : pas envoyé : {reason}",
        "{channel} ({adapter}): not sent: {reason}",
    ),
    "tasks.columns": (
        "tâche,état,quand,prochaine,dernière",
        "task,state,when,next,last",
    ),
    "tasks.enabled": ("active", "enabled"),
    "tasks.disabled": ("désactivée", "disabled"),
    "tasks.waiting": ("en attente", "waiting"),
    "tasks.running": ("en cours", "running"),
    "tasks.never": ("jamais", "never"),
    "tasks.only_when_asked": ("seulement sur demande", "only when asked"),
    "tasks.no_daemon": (
        "Rien ne tourne tout seul pour l'instant : pos2web run lance les tâches à leur heure.",
        "Nothing runs by itself now: pos2web run runs the tasks when they are due.",
    ),
    "tasks.row.state": ("état", "state"),
    "tasks.row.period": ("quand", "when"),
    "tasks.row.missed": ("exécutions manquées", "missed runs"),
    "tasks.row.next": ("prochaine", "next"),
    "tasks.row.success": ("dernière réussie", "last done"),
    "tasks.missed.skip": ("pas rattrapées", "not made up for"),
    "tasks.missed.once": ("une seule les rattrape toutes", "one makes up for all of them"),
    "tasks.unknown": (
        "il n'y a pas de tâche {task} ; il y a : {names}",
        "there is no task {task}; there are: {names}",
    ),
    "tasks.both": (
        "des périodes et --by-hand s'excluent",
        "periods and --by-hand exclude each other",
    ),
    "tasks.no_period": (
        "indiquez une période, ou --by-hand, ou --missed",
        "say a period, or --by-hand, or --missed",
    ),
    "tasks.asked": ("{task} : demandé.", "{task}: asked for."),
    "tasks.goes_on": (
        "{task} : toujours en cours ; pos2web tasks show {task} dit où elle en est.",
        "{task}: still under way; pos2web tasks show {task} tells how it goes.",
    ),
    "tasks.forgotten": (
        "{task} : arrêtée par quelqu'un avant d'avoir commencé.",
        "{task}: somebody stopped it before it began.",
    ),
    "tasks.stopped": (
        "{task} : arrêt demandé, après la modification en cours.",
        "{task}: it stops after the change under way.",
    ),
    "tasks.not_running": ("{task} : rien n'était en cours.", "{task}: nothing was under way."),
    "status.daemon": (
        "Pos2Web tourne (processus {pid}, {url}), lancé {since}.",
        "Pos2Web runs (process {pid}, {url}), started {since}.",
    ),
    "ago": ("il y a {duration}", "{duration} ago"),
    "ago.now": ("à l'instant", "just now"),
    "ago.days": ("il y a {days} jours", "{days} days ago"),
    "decided.nothing": (
        "C'est déjà ainsi : rien à changer.",
        "It is so already: nothing to change.",
    ),
    "decided.daemon": ("Pos2Web l'applique maintenant.", "Pos2Web acts on it now."),
    "decided.alone": (
        "La prochaine synchronisation l'appliquera (pos2web sync, ou pos2web run).",
        "The next sync will act on it (pos2web sync, or pos2web run).",
    ),
    "wrong.name": (
        "{given!r} n'est pas un nom : de 1 à {limit} caractères visibles",
        "{given!r} is no name: 1 to {limit} visible characters",
    ),
    "wrong.instant": (
        "{text!r} n'est pas un instant ; par exemple : 2026-11-24T09:30, «demain 8:00», lundi, 18h30",
        "{text!r} is no instant; for example: 2026-11-24T09:30, «tomorrow 8:00», monday, 18:30",
    ),
    "wrong.day": (
        "{text!r} n'est pas une date ; par exemple : 2026-12-24 ou 24/12/2026",
        "{text!r} is no date; for example: 2026-12-24 or 24/12/2026",
    ),
    "wrong.days": (
        "{text!r} ne va pas d'un jour à un autre, dans l'année qui suit",
        "{text!r} does not go from a day to another within a year",
    ),
    "scope.unknown": (
        "la caisse n'a rien qui soit {asked}",
        "the till has nothing that is {asked}",
    ),
    "scope.several": (
        "{asked} peut être plusieurs choses : {found}",
        "{asked} may be several things: {found}",
    ),
}
