"""What `pos2web --help` says: headings, and each command in a line that 80 columns hold."""

HELP_TEXTS = {
    "help.group.start": ("Commencer\u00a0", "Start"),
    "help.group.see": ("Voir\u00a0", "See"),
    "help.group.correct": ("Corriger\u00a0", "Correct"),
    "help.group.sell": ("Vendre\u00a0", "Sell"),
    "help.group.run": ("Laisser tourner\u00a0", "Run"),
    "help.group.back_up": ("Sauvegarder\u00a0", "Back up"),
    "help.group.technicians": ("Pour les techniciens\u00a0", "For technicians"),
    "help.demo": (
        "Essayer : une boutique, sa caisse et son site.",
        "Try it: a sample boutique, its till and its site.",
    ),
    "help.init": (
        "Relier votre caisse et votre site, en quelques questions.",
        "Connect your till and your site, in a few questions.",
    ),
    "help.check": (
        "Vérifier que tout fonctionne, et dire quoi réparer.",
        "Look whether everything works, and say what to mend.",
    ),
    "help.plan": (
        "Montrer ce qui changerait sur le site ; rien n'est écrit.",
        "Show what would change on the site; nothing is written.",
    ),
    "help.sync": (
        "Mettre le site au même point que la caisse.",
        "Bring the site in step with the till.",
    ),
    "help.status": (
        "Dire si tout va bien, et ce qui attend quelqu'un.",
        "Say whether all is well, and what waits for somebody.",
    ),
    "help.find": (
        "Chercher par nom, référence ou code-barres.",
        "Find by name, reference or barcode.",
    ),
    "help.history": (
        "Raconter ce qui s'est passé, le plus récent d'abord.",
        "Tell what happened, newest first.",
    ),
    "help.show": (
        "Montrer un article : en caisse, sur le site, ses règles.",
        "Show one thing: at the till, on the site, its rules.",
    ),
    "help.why": (
        "Dire pourquoi le site montre cette valeur.",
        "Say why the site shows what it shows.",
    ),
    "help.diff": (
        "Dire ce qui a changé entre deux moments.",
        "Say what differs between two moments.",
    ),
    "help.drift": (
        "Comparer la caisse et le site ; rien n'est écrit.",
        "Compare till and site; nothing is written.",
    ),
    "help.undo": (
        "Annuler une modification, ou toute une exécution.",
        "Take back one change, or all that a run did.",
    ),
    "help.rewind": (
        "Remettre le site comme il était à un moment.",
        "Show the site again as it was at a moment.",
    ),
    "help.pins": (
        "Valeurs épinglées : les voir, les lever.",
        "Pinned values: list them, lift them.",
    ),
    "help.buffer": (
        "Réserve : le stock que le site ne voit pas.",
        "Buffer: stock that the site is not told of.",
    ),
    "help.out-of-stock": (
        "Ce que devient un article épuisé : montré ou caché.",
        "What becomes of what is out of stock: shown or hidden.",
    ),
    "help.sold-out": (
        "Retirer un article de la vente, pour un temps.",
        "Take something off sale for a while.",
    ),
    "help.windows": (
        "Périodes de vente, par jours et par heures.",
        "When products are on sale, by days and hours.",
    ),
    "help.run": (
        "Tenir le site à jour sans fin : le service.",
        "Keep the site in step from now on: the daemon.",
    ),
    "help.tasks": (
        "Tâches : lesquelles, quand, ce qu'elles ont fait.",
        "Tasks: which, when, and how they went.",
    ),
    "help.alerts": (
        "Messages en cas d'ennui : envoyer un message d'essai.",
        "Messages that tell of trouble: send a test message.",
    ),
    "help.backup": (
        "Sauvegardes des données de Pos2Web : faire, voir, essayer.",
        "Backups of Pos2Web's own data: make, list, try them.",
    ),
    "help.restore": (
        "Reprendre une sauvegarde, après la perte d'une machine.",
        "Bring a backup back, after a machine was lost.",
    ),
    "help.take-over": (
        "Faire écrire cette installation, à la place d'une autre.",
        "Let this installation write, in place of another.",
    ),
    "help.adapters": (
        "Ce qui peut être relié, et ses réglages.",
        "What can be connected, and its settings.",
    ),
    "help.fleet": (
        "Toutes les installations d'un même dépôt de sauvegardes.",
        "All installations on one backup store.",
    ),
    "help.privacy": (
        "Données personnelles : voir, remettre, effacer.",
        "People's data: see, hand over, erase.",
    ),
    "help.projections": (
        "Les vues, calculées à partir du journal.",
        "The read models, which are worked out from the log.",
    ),
    "help.log": (
        "Le journal des évènements : vérifier, exporter.",
        "The log of events: verify, export.",
    ),
    "help.sandbox": (
        "Un site et une caisse d'essai, sans Pos2Web.",
        "A shop and a till to try things on, by themselves.",
    ),
}
