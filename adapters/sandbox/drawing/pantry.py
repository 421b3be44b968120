"""Things to eat, to drink and to wash with."""

from pos2web.adapters.sandbox.drawing.sketch import Box, Sketch
from pos2web.adapters.sandbox.drawing.tones import COLOURS, PAPER, darker, lighter


def _label(sheet: Sketch, box: Box) -> None:
    """A paper label; what stands on it can't be read from here."""
    left, top, right, bottom = box
    middle, height = (left + right) / 2, bottom - top
    sheet.block(box, PAPER, radius=1)
    sheet.block((left + 1, top + 1, right - 1, top + 2), sheet.tone)
    for place, half in ((0.35, 0.3), (0.55, 0.38), (0.72, 0.22)):
        width = (right - left) * half
        y = top + height * place
        sheet.block((middle - width, y, middle + width, y + height * 0.07), COLOURS["walnut"])


def jar(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.block((28, 32, 72, 81), lighter(tone, 0.35), radius=7)
    sheet.block((30, 37, 70, 79), tone, radius=6)
    sheet.block((30, 20, 70, 33), COLOURS["ochre"], radius=2)
    sheet.block((30, 29, 70, 33), darker(COLOURS["ochre"], 0.2), radius=1)
    _label(sheet, (33, 47, 67, 70))


def bottle(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.block((44, 10, 56, 18), COLOURS["black"], radius=1)
    sheet.blob(
        [(45, 18), (45, 32), (35, 44), (34, 80), (66, 80), (65, 44), (55, 32), (55, 18)], tone
    )
    _label(sheet, (36, 50, 64, 74))


def flask(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.block((43, 18, 57, 32), COLOURS["black"], radius=2)
    sheet.block((30, 34, 70, 81), lighter(tone, 0.15), radius=5, body=True)
    sheet.block((40, 30, 60, 37), lighter(tone, 0.4), radius=2)
    _label(sheet, (34, 46, 66, 70))


def tin(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.block((28, 36, 72, 80), tone, radius=2, body=True)
    sheet.ellipse((28, 74, 72, 84), tone)
    sheet.block((26.5, 26, 73.5, 38), darker(tone, 0.2), radius=1)
    sheet.ellipse((26.5, 20, 73.5, 32), lighter(tone, 0.25))
    sheet.ellipse((45, 22, 55, 28), darker(tone, 0.15))
    _label(sheet, (36, 46, 64, 70))


def sachet(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.polygon([(30, 24), (26, 81), (74, 81), (70, 24)], tone, body=True)
    sheet.polygon([(30, 18), (30, 28), (70, 28), (70, 18)], darker(tone, 0.15))
    sheet.ellipse((47, 20, 53, 26), COLOURS["straw"])
    _label(sheet, (35, 44, 65, 68))


def bar(sheet: Sketch) -> None:
    sheet.block((20, 26, 80, 80), sheet.tone, radius=2, body=True)
    sheet.block((20, 26, 80, 38), COLOURS["chocolate"], radius=1)
    for x in (32, 44, 56, 68):
        sheet.line([(x, 26), (x, 38)], darker(COLOURS["chocolate"], 0.4), 0.8)
    _label(sheet, (32, 48, 68, 70))


def box(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.polygon([(14, 46), (50, 58), (50, 84), (14, 70)], tone, body=True)
    sheet.polygon([(86, 46), (50, 58), (50, 84), (86, 70)], darker(tone, 0.18), body=True)
    sheet.polygon([(14, 46), (50, 34), (86, 46), (50, 58)], lighter(tone, 0.2))
    ribbon = COLOURS["raspberry"]
    sheet.polygon([(30, 40.5), (34, 39.2), (70, 51.5), (66, 52.7)], ribbon)
    sheet.polygon([(66, 39.2), (70, 40.5), (34, 52.7), (30, 51.5)], ribbon)
    sheet.blob([(50, 45), (40, 36), (44, 46), (50, 47), (56, 46), (60, 36)], darker(ribbon, 0.1))


def biscuits(sheet: Sketch) -> None:
    for x, y, share in ((22, 52, 0.2), (40, 58, 0.1), (30, 40, 0.0), (48, 44, 0.05)):
        tone = darker(sheet.tone, share)
        sheet.ellipse((x, y, x + 32, y + 22), darker(tone, 0.25))
        sheet.ellipse((x, y - 3, x + 32, y + 19), tone, body=True)
        for dx, dy in ((9, 5), (19, 8), (13, 12)):
            sheet.ellipse((x + dx, y + dy - 3, x + dx + 3, y + dy), COLOURS["chocolate"])


def soap(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.block((18, 50, 82, 79), darker(tone, 0.15), radius=9)
    sheet.block((18, 40, 82, 73), tone, radius=9, body=True)
    sheet.block((30, 48, 70, 65), darker(tone, 0.08), radius=5)
    sheet.block((31, 49.5, 70, 65), lighter(tone, 0.12), radius=5)
    for x, y, half in ((24, 34, 4), (32, 28, 2.6), (76, 32, 3.2)):
        sheet.ring((x - half, y - half, x + half, y + half), lighter(tone, 0.7), 0.7)


def tube(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.polygon([(34, 14), (38, 68), (62, 68), (66, 14)], tone, body=True)
    sheet.block((33, 12, 67, 17), darker(tone, 0.15))
    sheet.block((40, 68, 60, 81), darker(tone, 0.35), radius=2)
    _label(sheet, (40, 28, 60, 56))


ITEMS = {
    shape.__name__: shape
    for shape in (jar, bottle, flask, tin, sachet, bar, box, biscuits, soap, tube)
}
