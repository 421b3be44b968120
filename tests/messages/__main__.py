"""`make messages`: bring every catalogue up to date with the sources, and say what it lacks."""

import sys

from tests.messages.catalogues import LOCALE, missing, path_of, read, said, updated, written


def main() -> int:
    """Write every catalogue anew; 1 where one lacks words."""
    template, short = said(), 0
    for folder in sorted(LOCALE.iterdir()):
        catalogue = updated(read(folder.name), template)
        path_of(folder.name).write_text(written(catalogue), "utf-8")
        lacking = [*missing(catalogue)]
        short += len(lacking)
        for message in lacking:
            sys.stdout.write(f"{folder.name}: no words for {message.id!r}\n")
        sys.stdout.write(f"{folder.name}: {len(catalogue)} messages, {len(lacking)} lack words\n")
    return 1 if short else 0


sys.exit(main())
