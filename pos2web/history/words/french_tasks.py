"""The words of tasks, runs and alerts in French."""

from pos2web.domain import decisions, run_facts
from pos2web.domain.facts import Fact
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.history.words.phrasebook import TaskPhrases

TASK_SENTENCES: dict[type[Fact], str] = {
    run_facts.RunStarted: "{task} commence (Pos2Web {version})",
    run_facts.RunEnded: "{task} {outcome}\u00a0: {detail}",
    run_facts.RunPassed: "{task} n'a rien trouvé à faire{times}\u00a0: {detail}",
    run_facts.RunsMissed: "{missed}",
    run_facts.AlertRaised: "alerte\u00a0: {matter} ({reason})",
    run_facts.AlertCured: "fin de l'alerte\u00a0: {matter} ({reason})",
    run_facts.AlertTold: "alerte transmise par {channel}\u00a0: {matter}",
    decisions.TaskEnabled: "{task} s'exécute désormais d'elle-même",
    decisions.TaskDisabled: "{task} ne s'exécute plus que sur demande",
    decisions.TaskScheduled: "{task} s'exécute désormais {after}{formerly}",
    decisions.MissedRunsRuled: "exécutions manquées de {task}\u00a0: {after}{formerly}",
}

TASKS = TaskPhrases(
    full={
        "sync": "la synchronisation",
        "plan": "la comparaison de la caisse et du site",
        "undo": "l'annulation",
        "rewind": "la remise en arrière",
    },
    names={
        "catalogue": "catalogue",
        "images": "photos",
        "stock": "stock",
        "availability": "périodes de vente",
        "drift": "contrôle des écarts",
        "upkeep": "entretien des vues",
        "backup": "sauvegarde",
        "drill": "essai de restauration",
        "sync": "synchronisation",
        "plan": "comparaison de la caisse et du site",
        "undo": "annulation",
        "rewind": "remise en arrière",
    },
    some_task="la tâche {name}",
    outcomes={
        "done": "est terminée",
        "stopped": "a été arrêtée par quelqu'un",
        "halted": "attend un accord",
        "failed": "a échoué",
        "yielded": "a laissé passer plus urgent",
        "killed": "a été interrompue",
    },
    totals=(
        "lus {read}, changés {changed}, inchangés {unchanged}, retenus {held}, écritures {writes}"
    ),
    times=", {count} fois de suite",
    passed="lus {read}, retenus {held}",
    only_when_asked="seulement sur demande",
    also="\u00a0; et ",
    missed_rules={
        MissedRunsPolicy.SKIP: "elles ne sont pas rattrapées",
        MissedRunsPolicy.ONCE: "une seule les remplace",
    },
    missed=(
        "une exécution de {task} n'a pas eu lieu {since} ({why})\u00a0; {made_up}",
        "{count} exécutions de {task} n'ont pas eu lieu {since} ({why})\u00a0; {made_up}",
    ),
    made_up=("une autre la remplace", "une seule les remplace"),
    not_made_up=("elle n'est pas rattrapée", "elles ne sont pas rattrapées"),
    since=("depuis {time}", "depuis le {instant}"),
    why_missed={
        "away": "rien ne tournait",
        "overrun": "la précédente n'était pas finie",
        "busy": "d'autres tâches passaient devant",
        "clock": "l'horloge a été changée",
    },
    matters={
        "task": "{task} n'aboutit plus",
        "progress": "{task} n'avance plus",
        "overdue": "{task} n'a pas abouti depuis longtemps",
        "writer": "une autre installation de Pos2Web écrit sur le site",
        "backup": "le dépôt des sauvegardes",
        "models": "les vues de Pos2Web ne suivent plus le journal",
    },
    is_well="Rétabli\u00a0: {subject}",
    was_wrong="C'est rétabli. Le problème était\u00a0: {cause}.",
)
