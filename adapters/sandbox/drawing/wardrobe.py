"""Things to wear and to carry."""

from pos2web.adapters.sandbox.drawing.sketch import Sketch
from pos2web.adapters.sandbox.drawing.tones import COLOURS, darker, lighter


def tshirt(sheet: Sketch) -> None:
    tone = sheet.tone
    outline = [
        (34, 18),
        (14, 28),
        (8, 46),
        (22, 51),
        (27, 44),
        (27, 84),
        (73, 84),
        (73, 44),
        (78, 51),
    ]
    sheet.polygon([*outline, (92, 46), (86, 28), (66, 18)], tone, body=True)
    sheet.ellipse((38, 11, 62, 27), darker(tone, 0.2))
    sheet.erase((40, 8, 60, 24))


def longsleeve(sheet: Sketch) -> None:
    tone = sheet.tone
    outline = [
        (36, 16),
        (18, 24),
        (8, 74),
        (20, 77),
        (28, 46),
        (28, 84),
        (72, 84),
        (72, 46),
        (80, 77),
    ]
    sheet.polygon([*outline, (92, 74), (82, 24), (64, 16)], tone, body=True)
    sheet.ellipse((36, 9, 64, 23), darker(tone, 0.2))
    sheet.erase((38, 6, 62, 20))


def dress(sheet: Sketch) -> None:
    tone = sheet.tone
    outline = [(38, 12), (33, 30), (37, 42), (22, 86), (78, 86), (63, 42), (67, 30), (62, 12)]
    sheet.polygon(outline, tone, body=True)
    sheet.block((36.5, 41, 63.5, 44.5), darker(tone, 0.25))
    sheet.erase((42, 4, 58, 22))


def apron(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.ring((38, 6, 62, 34), darker(tone, 0.2), 1.6)
    sheet.line([(10, 50), (90, 50)], darker(tone, 0.2), 1.6)
    outline = [(36, 20), (34, 40), (22, 48), (24, 86), (76, 86), (78, 48), (66, 40), (64, 20)]
    sheet.polygon(outline, tone, body=True)
    sheet.block((38, 56, 62, 72), darker(tone, 0.12), radius=2)


def scarf(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.polygon([(36, 40), (26, 80), (42, 84), (50, 44)], darker(tone, 0.15), body=True)
    sheet.polygon([(50, 42), (58, 86), (74, 82), (64, 40)], tone, body=True)
    sheet.blob(
        [(24, 30), (50, 22), (76, 30), (74, 46), (50, 54), (26, 46)], lighter(tone, 0.1), body=True
    )
    sheet.ellipse((36, 26, 64, 40), darker(tone, 0.4))
    for x in range(27, 43, 3):
        sheet.line([(x, 81), (x - 1, 87)], tone, 0.8)
    for x in range(59, 75, 3):
        sheet.line([(x, 84), (x + 1, 90)], tone, 0.8)


def hat(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.ellipse((8, 56, 92, 78), darker(tone, 0.1), body=True)
    sheet.ellipse((8, 54, 92, 75), tone, body=True)
    sheet.blob(
        [(30, 64), (32, 36), (50, 28), (68, 36), (70, 64), (50, 70)], lighter(tone, 0.12), body=True
    )
    sheet.blob([(30, 56), (50, 62), (70, 56), (70, 64), (50, 70), (30, 64)], COLOURS["navy"])


def beanie(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.ellipse((43, 12, 57, 26), lighter(tone, 0.5))
    sheet.blob([(24, 70), (26, 40), (50, 22), (74, 40), (76, 70)], tone, body=True)
    sheet.block((21, 62, 79, 78), darker(tone, 0.12), radius=5, body=True)


def bag(sheet: Sketch) -> None:
    tone = sheet.tone
    for left, right in ((32, 52), (48, 68)):
        sheet.ring((left, 12, right, 60), darker(tone, 0.25), 2.2)
    sheet.polygon([(20, 40), (25, 82), (75, 82), (80, 40)], tone, body=True)
    sheet.block((20, 38.5, 80, 43), darker(tone, 0.15), radius=1)


def basket(sheet: Sketch) -> None:
    sheet.ring((28, 12, 72, 74), COLOURS["walnut"], 2.6)
    sheet.blob([(16, 44), (24, 76), (50, 82), (76, 76), (84, 44)], sheet.tone, body=True)
    sheet.ellipse((15, 37, 85, 51), darker(sheet.tone, 0.3))
    sheet.ring((15, 37, 85, 51), lighter(sheet.tone, 0.25), 2)


def pouch(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.block((16, 38, 84, 78), tone, radius=6, body=True)
    sheet.block((16, 38, 84, 43), darker(tone, 0.25), radius=2)
    sheet.line([(78, 42), (80, 52)], COLOURS["honey"], 1.6)


def socks(sheet: Sketch) -> None:
    for shift, tone in ((14, darker(sheet.tone, 0.15)), (0, sheet.tone)):
        outline = [(36, 16), (36, 56), (18, 70), (24, 82), (40, 78), (56, 62), (56, 16)]
        sheet.polygon([(x + shift, y) for x, y in outline], tone, body=True)
        sheet.block((35 + shift, 14, 57 + shift, 24), lighter(tone, 0.35), radius=1.5)


ITEMS = {
    shape.__name__: shape
    for shape in (tshirt, longsleeve, dress, apron, scarf, hat, beanie, bag, basket, pouch, socks)
}
