"""What is said about people's data, in French and in English."""

PRIVACY_TEXTS: dict[str, tuple[str, str]] = {
    "privacy.columns": (
        "personne,nom,e-mail,client,vue,dernière fois",
        "person,name,e-mail,customer,seen,last",
    ),
    "privacy.none": ("Personne.", "Nobody."),
    "privacy.erased": ("effacé", "erased"),
    "privacy.unread": ("illisible", "can't be read"),
    "privacy.unread_why": (
        "Certaines données ne se lisent pas : {reason}",
        "Some data can't be read: {reason}",
    ),
    "privacy.unknown": (
        "{asked} : personne de ce nom ; pos2web privacy list donne la liste.",
        "{asked}: nobody of this name; pos2web privacy list says who there is.",
    ),
    "privacy.several": (
        "{asked} : plusieurs personnes ({found}) ; dites laquelle.",
        "{asked}: several people ({found}); say which.",
    ),
    "privacy.exported": (
        "Tout ce qui est connu de la personne {person} est dans {file}.",
        "All that is known of person {person} is in {file}.",
    ),
    "privacy.file_there": (
        "{file} existe déjà, et n'est pas écrasé.",
        "{file} is there already, and is not overwritten.",
    ),
    "privacy.ask": (
        "Effacer pour toujours les données de {title} (personne {person}) ?",
        "Erase for ever the data of {title} (person {person})?",
    ),
    "privacy.already": (
        "Les données de la personne {person} étaient déjà effacées.",
        "The data of person {person} were erased before.",
    ),
    "privacy.backups": (
        "Les sauvegardes suivent à leur prochain nettoyage.",
        "Backups follow when they are next tidied.",
    ),
}
