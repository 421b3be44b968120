"""What is said of the past: as of when, and what has changed between two moments."""

PAST_TEXTS: dict[str, tuple[str, str]] = {
    "wrong.past": (
        "{text!r} n'est pas un instant passé ; par exemple : 2026-11-24T09:30, «hier 18:00», lundi, "
        "18h30, -2h",
        "{text!r} is no instant of the past; for example: 2026-11-24T09:30, «yesterday 18:00», "
        "monday, 18:30, -2h",
    ),
    "past.future": (
        "{text!r} est encore à venir : {at}. L'historique ne connaît que le passé.",
        "{text!r} is still to come: {at}. History knows the past only.",
    ),
    "past.option": ("{option} : {why}", "{option}: {why}"),
    "past.between": (
        "Il n'y a rien entre --since {since} et --until {until} : donnez d'abord le plus ancien.",
        "There is nothing between --since {since} and --until {until}: give the earlier one first.",
    ),
    "past.nothing": (
        "Rien n'est encore enregistré : il n'y a pas de passé à regarder. Commencez par : pos2web sync",
        "Nothing has been recorded yet: there is no past to look at. Begin with: pos2web sync",
    ),
    "past.before": (
        "Le {at}, rien n'était encore enregistré : le premier évènement est du {first}.",
        "Nothing had been recorded yet at {at}: the first event is from {first}.",
    ),
    "past.beyond": (
        "Il n'y a pas encore de position {position} : la dernière est {head}.",
        "There is no position {position} yet: the last one is {head}.",
    ),
    "past.both": (
        "Donnez un instant (--at) ou une position (--at-position), pas les deux.",
        "Give an instant (--at) or a position (--at-position), not both.",
    ),
    "past.shown": (
        "Au {at}, position {position} :",
        "As of {at}, position {position}:",
    ),
    "plan.then": (
        "Ce qu'une synchronisation aurait eu à faire alors, d'après ce qui était connu et selon les "
        "réglages d'aujourd'hui. Rien n'a été lu ni modifié.",
        "What a sync would have had to do then, by what was known, under today's settings. Nothing "
        "was read or changed.",
    ),
    "plan.then_away": (
        "Le site n'a pas pu dire ses langues et ses taxes ({why}) : ce qui en est connu est utilisé.",
        "The shop could not be asked for its languages and taxes ({why}): what is known is used.",
    ),
    "show.gone": ("N'y est plus.", "No longer there."),
    "show.later": (
        "{thing} n'était pas encore connu : vu pour la première fois le {first}.",
        "{thing} was not known yet: first seen on {first}.",
    ),
    "show.pin": (
        "Épinglé sur le site : {field} = {value}",
        "Pinned on the site: {field} = {value}",
    ),
    "show.count": (
        "{thing} : {till} en caisse, {site} sur le site",
        "{thing}: {till} at the till, {site} on the site",
    ),
    "show.count_unseen": (
        "{thing} : {till} en caisse, pas sur le site",
        "{thing}: {till} at the till, not on the site",
    ),
    "show.rule": ("{sort}, pour {scope} : {rule}", "{sort}, for {scope}: {rule}"),
    "show.rule_beaten": (
        "{sort}, pour {scope} : {rule} (une autre règle l'emporte)",
        "{sort}, for {scope}: {rule} (another rule decides)",
    ),
    "show.sort.sold_out": ("Rupture déclarée", "Declared sold out"),
    "show.sort.windows": ("Période de vente", "Sale window"),
    "show.sort.out_of_stock": ("Règle de rupture de stock", "Out of stock"),
    "show.sort.buffers": ("Réserve", "Buffer"),
    "diff.from_to": (
        "Du {first} (position {before}) au {last} (position {after}) :",
        "From {first} (position {before}) to {last} (position {after}):",
    ),
    "diff.backwards": (
        "{begin} vient après {end} : donnez d'abord le moment le plus ancien.",
        "{begin} comes after {end}: give the earlier moment first.",
    ),
    "diff.no_run": (
        "Aucune exécution ne s'appelle {run} ; pos2web history --json les nomme.",
        "No run is called {run}; pos2web history --json names them.",
    ),
    "diff.none": (
        "Aucune différence, en {events} évènements.",
        "No difference, in {events} events.",
    ),
    "diff.totals": (
        "Différents : {things} (dont {new} nouveaux et {gone} disparus), {fields} champs, en {events} évènements.",
        "Different: {things} ({new} of them new, {gone} gone), {fields} fields, in {events} events.",
    ),
    "diff.new": ("n'y était pas", "new"),
    "diff.gone": ("n'y est plus", "no longer there"),
    "diff.other": ("a changé", "has changed"),
    "diff.link": ("le numéro sur le site", "the number on the site"),
    "diff.pin": ("épinglé sur le site, {field}", "pinned on the site, {field}"),
    "diff.task": ("La tâche {task}", "Task {task}"),
    "diff.task.is_enabled": ("tourne d'elle-même", "runs by itself"),
    "diff.task.periods": ("ses périodes", "its periods"),
    "diff.task.missed": ("les exécutions manquées", "missed runs"),
    "diff.rule.buffer": ("la réserve", "the buffer"),
    "diff.rule.out_of_stock": ("la règle de rupture de stock", "out of stock"),
    "diff.rule.window": ("la période de vente", "the sale window"),
    "diff.rule.sold_out": ("la rupture déclarée", "declared sold out"),
}
