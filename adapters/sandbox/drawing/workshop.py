"""Things to write, to read and to play with."""

from pos2web.adapters.sandbox.drawing.sketch import Sketch
from pos2web.adapters.sandbox.drawing.tones import COLOURS, PAPER, darker, lighter


def notebook(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.block((28, 18, 79, 84), PAPER, radius=2)
    sheet.block((24, 16, 76, 82), tone, radius=3, body=True)
    sheet.block((24, 16, 31, 82), darker(tone, 0.2), radius=2)
    sheet.block((67, 16, 69.5, 82), darker(tone, 0.35))


def book(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.polygon([(26, 20), (74, 16), (80, 22), (80, 84), (32, 86), (26, 80)], PAPER)
    sheet.polygon([(24, 18), (72, 15), (72, 79), (24, 82)], tone, body=True)
    sheet.polygon([(32, 27), (64, 25), (64, 35), (32, 37)], PAPER)
    sheet.block((36, 30, 60, 31.5), darker(tone, 0.2))


def card(sheet: Sketch) -> None:
    sheet.polygon([(12, 40), (70, 28), (84, 70), (26, 82)], darker(sheet.tone, 0.1))
    sheet.polygon([(12, 40), (45, 60), (70, 28)], lighter(sheet.tone, 0.25))
    sheet.block((30, 18, 78, 66), PAPER, radius=1.5, body=True)
    sheet.ring((44, 30, 64, 50), sheet.tone, 2)
    sheet.ellipse((49, 35, 59, 45), sheet.tone)


def pen(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.polygon([(70, 14), (78, 20), (36, 70), (28, 64)], tone, body=True)
    sheet.polygon([(36, 70), (28, 64), (20, 80)], COLOURS["honey"])
    sheet.line([(46, 44), (52, 49)], COLOURS["honey"], 2)
    sheet.line([(18, 84), (46, 84), (60, 81), (82, 85)], darker(tone, 0.3), 0.9)


def bear(sheet: Sketch) -> None:
    tone, belly = sheet.tone, lighter(sheet.tone, 0.4)
    for x in (34, 66):
        sheet.ellipse((x - 8, 10, x + 8, 26), tone)
        sheet.ellipse((x - 4, 14, x + 4, 22), belly)
    for x, y in ((24, 54), (76, 54), (34, 78), (66, 78)):
        sheet.ellipse((x - 10, y - 9, x + 10, y + 9), darker(tone, 0.08))
    sheet.ellipse((26, 44, 74, 86), tone, body=True)
    sheet.ellipse((36, 54, 64, 82), belly)
    sheet.ellipse((28, 14, 72, 54), tone)
    sheet.ellipse((41, 33, 59, 48), belly)
    for x in (41, 59):
        sheet.ellipse((x - 2, 28, x + 2, 32), COLOURS["black"])
    sheet.ellipse((46.5, 35, 53.5, 40), COLOURS["black"])


def rabbit(sheet: Sketch) -> None:
    tone, inner = sheet.tone, COLOURS["rose"]
    for x in (40, 60):
        sheet.ellipse((x - 6, 4, x + 6, 40), tone)
        sheet.ellipse((x - 3, 9, x + 3, 34), inner)
    for x in (36, 64):
        sheet.ellipse((x - 9, 72, x + 9, 86), darker(tone, 0.08))
    sheet.ellipse((30, 48, 70, 84), tone, body=True)
    sheet.ellipse((31, 26, 69, 60), tone)
    for x in (43, 57):
        sheet.ellipse((x - 1.8, 39, x + 1.8, 43), COLOURS["black"])
    sheet.ellipse((48, 46, 52, 49), darker(inner, 0.2))


def cubes(sheet: Sketch) -> None:
    tones = (sheet.tone, COLOURS["mustard"], COLOURS["sky"])
    for (x, y), tone in zip(((22, 56), (50, 56), (36, 30)), tones, strict=True):
        sheet.block((x, y, x + 26, y + 26), tone, radius=2, body=True)
        sheet.block((x + 4, y + 4, x + 22, y + 22), lighter(tone, 0.3), radius=1.5)
        sheet.ellipse((x + 9, y + 9, x + 17, y + 17), darker(tone, 0.2))


def train(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.block((12, 54, 46, 72), COLOURS["mustard"], radius=2)
    sheet.block((44, 66, 54, 69), COLOURS["walnut"])
    sheet.block((52, 52, 90, 72), tone, radius=3, body=True)
    sheet.block((52, 34, 70, 60), darker(tone, 0.1), radius=2, body=True)
    sheet.block((56, 38, 66, 48), lighter(tone, 0.7), radius=1)
    sheet.block((77, 40, 84, 54), COLOURS["walnut"], radius=1)
    for x in (20, 38, 60, 80):
        sheet.ellipse((x - 6, 68, x + 6, 80), COLOURS["oak"])
        sheet.ellipse((x - 2, 72, x + 2, 76), COLOURS["walnut"])


ITEMS = {shape.__name__: shape for shape in (notebook, book, card, pen, bear, rabbit, cubes, train)}
