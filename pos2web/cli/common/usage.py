"""A wrong command line, told in French to who reads that: the library that reads it speaks English."""

import re

import click

from pos2web.cli.common.session import printable

SPACES = re.compile(r" (?=[:;!?»%](?:\s|$|[,.)]))|(?<=«) ")
"""Spaces of French punctuation, which hold together what they stand between."""

FRENCH: tuple[tuple[str, str], ...] = (
    (r"No such option '(.+?)'\.", r"l'option \1 n'existe pas."),
    (r"No such command '(.+?)'\.", r"la commande \1 n'existe pas."),
    (r"Did you mean '(.+?)'\?", r"Vouliez-vous dire \1 ?"),
    (r"\(Did you mean one of: (.+)\?\)", r"Vouliez-vous dire l'une de celles-ci : \1 ?"),
    (r"Missing argument '(.+?)'\.", r"il manque \1."),
    (r"Missing option '(.+?)'\.", r"il manque l'option \1."),
    (r"Missing command\.", r"il manque la commande."),
    (r"Choose from:", r"Au choix :"),
    (r"Invalid value for (?:'(.+?)'|(\S+)): ", r"\1\2 : "),
    (r"'(.*)' is not one of (.+)\.", r"« \1 » n'est pas dans cette liste : \2."),
    (r"'(.*)' is none of:? ", r"« \1 » n'est pas dans cette liste : "),
    (r": NAME=VALUE is wanted, NAME one of: ", r" : il faut NOM=VALEUR, NOM parmi : "),
    (r"(\S+) is not in the range (.+)\.", r"\1 n'est pas dans l'intervalle \2."),
    (r"'(.*)' is not a valid (?:integer|integer range)\.", r"« \1 » n'est pas un nombre entier."),
    (r"Got unexpected extra arguments? \((.+)\)", r"il y a des mots en trop : \1."),
    (r"Option '(.+)' requires an argument\.", r"l'option \1 demande une valeur."),
    (r"Option '(.+)' does not take a value\.", r"l'option \1 ne prend pas de valeur."),
    (r"(?:File|Directory|Path) '(.+)' does not exist\.", r"« \1 » n'existe pas."),
    (r"(?:File|Directory|Path) '(.+)' is a file\.", r"« \1 » est un fichier."),
    (r"(?:File|Directory|Path) '(.+)' is a directory\.", r"« \1 » est un dossier."),
)
"""What is said of a command line, and how we say it in French."""


def show(error: click.ClickException, language: str) -> None:
    """Say on stderr what is wrong with a command line, and where there is help."""
    if language != "fr" or not isinstance(error, click.UsageError):
        error.show()
        return
    context = error.ctx
    if context is not None:
        click.echo(context.get_usage(), err=True)
        click.echo(f"Aide\u00a0: {context.command_path} --help\n", err=True)
    click.echo(f"pos2web: {printable(in_french(error.format_message()))}", err=True)


def in_french(message: str) -> str:
    """A message of the command line's library in French, as far as we know it."""
    for english, french in FRENCH:
        message = re.sub(english, french, message)
    return SPACES.sub("\u00a0", " ".join(message.split()))
