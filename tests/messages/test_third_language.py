"""A third language is one file: what it has words for is said in it, the rest in English."""

import subprocess
import sys
from pathlib import Path

GERMAN = """\
msgid ""
msgstr ""
"Language: de\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "brand {name} {first}"
msgstr "Marke {name} {first}"

msgid "seen for the first time at the till"
msgstr "zum ersten Mal in der Kasse gesehen"

msgid "one run of {task} did not take place {since} ({why}); {made_up}"
msgid_plural "{count} runs of {task} did not take place {since} ({why}); {made_up}"
msgstr[0] "{task}: ein Lauf fiel aus {since} ({why}); {made_up}"
msgstr[1] "{task}: {count} Läufe fielen aus {since} ({why}); {made_up}"

msgid "there is no task {task!r}"
msgstr "es gibt keine Aufgabe {task}"

msgid "photos of up to {bytes_max:,} bytes"
msgstr "Fotos bis {bytes_max} Bytes"
"""

SAYING = """
import sys
from pathlib import Path

from pos2web.languages import add_catalogues, language, languages

add_catalogues(Path(sys.argv[1]), "pos2web")

from pos2web.domain.facts import BrandFound, BrandRenamed
from pos2web.domain.run_facts import RunsMissed
from pos2web.domain.things import Brand
from pos2web.history import sentence
from pos2web.messages import message
from pos2web.translation import translate
from tests.history.examples import EXAMPLES
from tests.history.test_sentences import TEA, TILL, event

print(",".join(languages()), language(None, {"LANG": "de_AT.UTF-8"}))
print(translate(message("there is no task {task!r}", task="Tee"), "de"))
print(translate(message("photos of up to {bytes_max:,} bytes", bytes_max=8_000_000), "de"))
print(translate(message("the shop answered {status}", status=500), "de"))
for example in EXAMPLES:
    if isinstance(example.fact, BrandFound | RunsMissed | BrandRenamed):
        print(sentence(example, "de"))
"""


def test_a_third_language_is_one_file(tmp_path: Path) -> None:
    catalogue = tmp_path / "de/LC_MESSAGES/pos2web.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(GERMAN, "utf-8")

    said = subprocess.run(  # noqa: S603 - our own Python and a text of this file
        [sys.executable, "-X", "utf8", "-c", SAYING, tmp_path],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()

    assert said[:4] == [
        "fr,en,de de",
        "es gibt keine Aufgabe Tee",
        "Fotos bis 8.000.000 Bytes",
        "the shop answered 500",
    ]
    history = said[4:]
    assert [line for line in history if line.startswith("Marke “") and "zum ersten Mal" in line]
    assert [line for line in history if line.startswith("Brand ") and "is now called" in line]
    assert [line for line in history if " Läufe fielen aus since " in line]
