"""What the commands about selling say to a person, in French and in English."""

SELLING_TEXTS: dict[str, tuple[str, str]] = {
    "rules.none": ("Aucune règle.", "No rules."),
    "rules.columns": ("pour,règle", "for,rule"),
    "scope.variant": (
        "{scope} : une déclinaison est en vente avec son produit",
        "{scope}: a variant is on sale with its product",
    ),
    "sold_out.past": ("{until!r} est passé", "{until!r} is over"),
    "wrong.amount": (
        "{text!r} n'est pas une quantité ; par exemple : 2 ou 10%",
        "{text!r} is no amount; for example: 2 or 10%",
    ),
    "wrong.message": (
        "{given!r} : écrivez fr=TEXTE ou en=TEXTE, une fois par langue, {limit} caractères au plus",
        "{given!r}: write fr=TEXT or en=TEXT, once a language, at most {limit} characters",
    ),
    "wrong.hours": (
        "{text!r} ne dit pas de quand à quand ; par exemple : 8:00-11:00 ou 22h-2h",
        "{text!r} does not say from when to when; for example: 8:00-11:00 or 22:00-2:00",
    ),
    "wrong.day_name": (
        "{text!r} n'est pas un jour ou un mois ; par exemple : lu-sa, lundi, nov-déc",
        "{text!r} is no day or month; for example: mo-sa, monday, nov-dec",
    ),
    "wrong.nth": (
        "{text!r} n'est pas un rang dans le mois : de 1 à 5, ou dernier",
        "{text!r} is no place in a month: 1 to 5, or last",
    ),
    "wrong.month_day": (
        "{text!r} n'est pas un jour du mois ; par exemple : 15 ou 1-15",
        "{text!r} is no day of the month; for example: 15 or 1-15",
    ),
    "wrong.opened_on": (
        "{text!r} : écrivez DATE=HEURES, par exemple 2026-12-24=8:00-18:00",
        "{text!r}: write DATE=HOURS, for example 2026-12-24=8:00-18:00",
    ),
    "windows.both": (
        "--rule s'écrit à la place des jours et des heures, pas avec",
        "--rule stands instead of days and hours, not beside them",
    ),
    "windows.nothing": (
        "dites quand : --hours, --days, --months… ou --rule",
        "say when: --hours, --days, --months … or --rule",
    ),
    "windows.nth": (
        "--nth demande un jour de la semaine : --days lu --nth 1",
        "--nth needs a day of the week: --days mo --nth 1",
    ),
    "windows.no_date": ("il n'y a pas de {day} {month}", "there is no {day} {month}"),
    "windows.free": (
        "Aucune période de vente : en vente à toute heure.",
        "No sale window: on sale at all times.",
    ),
    "windows.columns": ("pour,état,règle", "for,state,rule"),
    "windows.open": ("en vente", "on sale"),
    "windows.closed": ("hors vente", "off sale"),
    "windows.until": ("jusqu'au {at}", "until {at}"),
    "windows.opens": ("mise en vente", "goes on sale"),
    "windows.closes": ("fin de vente", "goes off sale"),
    "windows.all_day": ("toute la journée", "all day"),
    "windows.forward": (
        "{day} : les horloges avancent de {duration} dans la nuit ; ce temps n'existe pas.",
        "{day}: clocks are put forward by {duration} in the night; that time does not exist.",
    ),
    "windows.back": (
        "{day} : les horloges reculent de {duration} dans la nuit ; ce temps vient deux fois.",
        "{day}: clocks are put back by {duration} in the night; that time comes twice.",
    ),
    "why.more": (
        "Pour tout savoir d'un champ, nommez-le : pos2web why REF prix",
        "To learn all about one field, name it: pos2web why REF price",
    ),
    "why.scope": (
        "{asked} : on explique un produit (product:REF) ou une déclinaison (variant:REF)",
        "{asked}: a product (product:REF) or a variant (variant:REF) can be explained",
    ),
    "why.no_field": (
        "{field} n'est pas un champ de ce genre de chose ({kind})",
        "{field} is not a field of this kind of thing ({kind})",
    ),
    "why.only_now": (
        "{field} ne se dit que de maintenant ; avec --at demandez un champ, comme online ou price",
        "{field} is told of now only; with --at ask for a field, such as online or price",
    ),
    "why.step.unseen": (
        "La caisse n'en dit rien.",
        "The till says nothing of it.",
    ),
    "why.owner.till": (
        "La caisse décide de ce champ : ce qui est changé sur le site est remis.",
        "The till decides this field: what is changed on the site is put back.",
    ),
    "why.owner.web": (
        "Pos2Web décide de ce champ, par les règles qui le concernent.",
        "Pos2Web decides this field, by the rules that reach it.",
    ),
    "why.owner.shop": (
        "Le site décide de ce champ : Pos2Web n'y touche pas.",
        "The site decides this field: Pos2Web leaves it alone.",
    ),
    "why.owner.creation": (
        "La caisse décide de ce champ une fois, à la création ; ensuite, c'est le site.",
        "The till decides this field once, when it is made; afterwards the site does.",
    ),
    "why.conversion": (
        "{till} TTC, TVA {rate} : le site reçoit {sent} hors taxe, et montre {shown}.",
        "{till} with tax, VAT {rate}: the site is told {sent} without tax, and shows {shown}.",
    ),
    "why.price_rule": (
        "Le prix de la caisse multiplié par {factor}{rounding} : ce site demande {asked}.",
        "The till's price times {factor}{rounding}: this site asks {asked}.",
    ),
    "why.price_rounding": (
        ", arrondi à un multiple de {step}",
        ", rounded to a multiple of {step}",
    ),
    "why.rule.sold_out": (
        "Rupture déclarée pour {scope} : {rule}.",
        "Declared sold out: {scope}, {rule}.",
    ),
    "why.rule.windows": (
        "Période de vente de {scope} : {rule}.",
        "Sale window of {scope}: {rule}.",
    ),
    "why.rule.out_of_stock": (
        "Règle de rupture de stock pour {scope} : {rule}.",
        "Out-of-stock rule of {scope}: {rule}.",
    ),
    "why.pinned_at": (
        "Épinglé à {value} : cela l'emporte jusqu'à ce que la caisse change ce champ.",
        "Pinned at {value}: that goes first until the till changes this field.",
    ),
    "why.net": ("{value} hors taxe", "{value} without tax"),
    "why.value.is_active.yes": ("en ligne", "online"),
    "why.value.is_active.no": ("hors ligne", "offline"),
    "why.value.is_for_sale.yes": ("en vente", "for sale"),
    "why.value.is_for_sale.no": ("pas en vente", "not for sale"),
    "why.shows.value": ("Le site montre {value}", "The site shows {value}"),
    "why.shows.is_active.yes": ("Le site l'affiche", "The site shows it"),
    "why.shows.is_active.no": ("Le site ne l'affiche pas", "The site does not show it"),
    "why.shows.is_for_sale.yes": (
        "Il peut être acheté sur le site",
        "It can be bought on the site",
    ),
    "why.shows.is_for_sale.no": (
        "Il ne peut pas être acheté sur le site",
        "It can't be bought on the site",
    ),
    "why.step.because": ("({reason} ; exécution {run})", "({reason}; run {run})"),
    "why.step.meant": (
        "({values} ; {reason} ; exécution {run})",
        "({values}; {reason}; run {run})",
    ),
    "why.step.open": (
        "Le site n'a pas encore répondu.",
        "The site has not answered yet.",
    ),
    "why.window_open": ("En ce moment : ouvert.", "At that moment: open."),
    "why.window_closed": ("En ce moment : fermé.", "At that moment: closed."),
    "why.stock_out": ("Le site ne peut en vendre aucun.", "The site can sell none of it."),
    "why.stock_left": ("Il y en a à vendre.", "There are some to sell."),
    "why.held_with": (
        "Retenu avec ce dont il dépend ({thing}) : {reason}.",
        "Held back with what it hangs on ({thing}): {reason}.",
    ),
    "why.end.as_written": (
        "{shows}, comme écrit : c'est bien cela.",
        "{shows}, as it was written: that is as it should be.",
    ),
    "why.end.as_found": (
        "{shows} : c'est bien cela.",
        "{shows}: that is as it should be.",
    ),
    "why.end.otherwise": (
        "{shows}, ce que Pos2Web n'a pas écrit ; la tâche {task} le corrigera.",
        "{shows}, which Pos2Web did not write; the task {task} will put it right.",
    ),
    "why.end.not_written": (
        "{shows} ; la suite n'y est pas encore écrite, la tâche {task} le fera.",
        "{shows}; what came since is not written there yet, the task {task} will do it.",
    ),
    "why.end.left_alone": (
        "{shows} : c'est lui qui en décide.",
        "{shows}: it decides that itself.",
    ),
    "why.end.unruled": (
        "{shows} : aucune règle de Pos2Web n'en dit autrement.",
        "{shows}: no rule of Pos2Web says otherwise.",
    ),
    "why.end.unmoved": (
        "{shows} : ces règles n'y changent rien.",
        "{shows}: these rules leave that as it is.",
    ),
    "why.end.not_there.held": (
        "Il n'est pas sur le site, tant qu'il est retenu.",
        "It is not on the site, as long as it is held back.",
    ),
    "why.end.not_there.till": (
        "Il n'est pas sur le site : la caisse ne le met pas en vente.",
        "It is not on the site: the till does not have it on sale.",
    ),
    "why.end.not_there.later": (
        "Il n'est pas sur le site ; la tâche {task} l'y mettra.",
        "It is not on the site; the task {task} will put it there.",
    ),
    "why.till": ("La caisse en a {available}.", "The till has {available}."),
    "why.ordered": (
        "Commandé sur le site et pas encore en caisse : {ordered}.",
        "Ordered on the site and not yet at the till: {ordered}.",
    ),
    "why.buffer": (
        "Retenu par la tare ({rule}, pour {scope}) : {held_back}.",
        "Held back by the buffer ({rule}, for {scope}): {held_back}.",
    ),
    "why.no_buffer": ("Aucune tare ne le concerne.", "No buffer reaches it."),
    "why.sent": ("Ce que le site doit montrer : {sent}.", "What the site should show: {sent}."),
    "why.unmanaged": (
        "Le stock n'est pas envoyé au site (manages_stock dans les réglages).",
        "Stock is not sent to the site (manages_stock in the settings).",
    ),
    "why.no_stock": ("La caisse n'en compte pas le stock.", "The till does not count its stock."),
    "why.site": ("Ce que le site montre : {shown}.", "What the site shows: {shown}."),
    "why.site_later": (
        "Ce que le site montre : {shown} ; la tâche {task} le corrigera.",
        "What the site shows: {shown}; the task {task} will put it right.",
    ),
    "why.not_there": ("Il n'est pas sur le site.", "It is not on the site."),
    "why.held": ("Retenu : {reason}.", "Held back: {reason}."),
    "why.withdrawn": ("Il est retiré de la vente en caisse.", "It is withdrawn at the till."),
    "why.sold_out": (
        "Déclaré en rupture pour {scope}, {rule}.",
        "Declared sold out for {scope}, {rule}.",
    ),
    "why.sold_out_over": (
        "Déclaré en rupture pour {scope}, mais c'est passé.",
        "Declared sold out for {scope}, but that is over.",
    ),
    "why.window": (
        "Période de vente ({scope}) : {rule}.",
        "Sale window of {scope}: {rule}.",
    ),
    "why.window_state": ("Maintenant : {state}.", "Now: {state}."),
    "why.no_window": ("Aucune période de vente ne le concerne.", "No sale window reaches it."),
    "why.out_of_stock": (
        "Règle en rupture de stock ({scope}) : {rule} ; {state}.",
        "Out-of-stock rule ({scope}): {rule}; {state}.",
    ),
    "why.empty": ("le site ne peut en vendre aucun", "the site can sell none of it"),
    "why.not_empty": ("il y en a à vendre", "there are some to sell"),
    "why.decided_by": ("C'est décidé par : {why}.", "Decided by: {why}."),
    "why.reason.window": ("la période de vente", "the sale window"),
    "why.reason.sold_out": ("la rupture déclarée", "the sold-out declaration"),
    "why.reason.out_of_stock": ("la rupture de stock", "the stock that is out"),
    "why.on_sale": ("en vente", "on sale"),
    "why.hidden": ("retiré du site", "off the site"),
    "why.not_for_sale": ("affiché sans pouvoir être acheté", "shown but not for sale"),
    "why.message": (
        "Ce que les clients lisent : {text}",
        "What customers read: {text}",
    ),
    "windows.exported": (
        "Périodes de vente écrites dans {file} : {count}.",
        "Sale windows written to {file}: {count}.",
    ),
    "windows.names": (
        "ce calendrier a plusieurs noms, ou pas celui-là ; choisissez avec --name : {names}",
        "this calendar has several names, or not this one; choose with --name: {names}",
    ),
    "windows.no_events": (
        "ce calendrier n'a aucun évènement{names}",
        "this calendar has no events{names}",
    ),
}
