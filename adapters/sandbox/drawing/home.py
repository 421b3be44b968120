"""Things of the house: crockery, light, textiles, plants."""

from pos2web.adapters.sandbox.drawing.sketch import Sketch
from pos2web.adapters.sandbox.drawing.tones import COLOURS, LEAF, PAPER, darker, lighter, mixed


def mug(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.ring((62, 40, 82, 68), darker(tone, 0.12), 5)
    sheet.blob(
        [(28, 32), (29, 60), (33, 78), (50, 81), (67, 78), (71, 60), (72, 32)], tone, body=True
    )
    sheet.ellipse((27.5, 26, 72.5, 38), lighter(tone, 0.35))
    sheet.ellipse((30, 27.5, 70, 36.5), darker(tone, 0.45))


def bowl(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.block((40, 74, 60, 80), darker(tone, 0.2), radius=2)
    sheet.blob([(16, 46), (24, 66), (42, 77), (58, 77), (76, 66), (84, 46)], tone, body=True)
    sheet.ellipse((15.5, 37, 84.5, 55), lighter(tone, 0.3))
    sheet.ellipse((19, 39, 81, 53), darker(tone, 0.22))


def plate(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.ellipse((12, 22, 88, 82), darker(tone, 0.12))
    sheet.ellipse((12, 19, 88, 79), tone, body=True)
    sheet.ellipse((25, 29, 75, 69), darker(tone, 0.08))
    sheet.ellipse((26.5, 30.5, 73.5, 68.5), lighter(tone, 0.15), body=True)


def dish(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.block((6, 50, 94, 58), darker(tone, 0.15), radius=4)
    sheet.blob([(12, 48), (15, 70), (24, 78), (76, 78), (85, 70), (88, 48)], tone, body=True)
    sheet.ellipse((11, 40, 89, 56), lighter(tone, 0.3))
    sheet.ellipse((15, 42, 85, 54), darker(tone, 0.2))


def jug(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.ring((60, 30, 82, 64), darker(tone, 0.12), 5)
    sheet.blob(
        [(34, 22), (38, 38), (28, 58), (34, 80), (66, 80), (72, 58), (62, 38), (66, 22)],
        tone,
        body=True,
    )
    sheet.polygon([(34, 20), (26, 17), (36, 30)], tone)
    sheet.ellipse((32, 17, 68, 27), lighter(tone, 0.3))
    sheet.ellipse((35, 19, 65, 25), darker(tone, 0.4))


def glass(sheet: Sketch) -> None:
    tone = lighter(sheet.tone, 0.35)
    sheet.polygon([(32, 24), (37, 80), (63, 80), (68, 24)], tone, body=True)
    sheet.polygon([(33.5, 44), (37.5, 77), (62.5, 77), (66.5, 44)], sheet.tone, body=True)
    sheet.ellipse((31.5, 20, 68.5, 29), lighter(tone, 0.5))
    sheet.ellipse((33.5, 40, 66.5, 48), lighter(sheet.tone, 0.3))
    sheet.ellipse((37, 77, 63, 83), darker(tone, 0.1))


def candle(sheet: Sketch) -> None:
    tone, wax = sheet.tone, COLOURS["ecru"]
    sheet.block((32, 44, 68, 80), tone, radius=3, body=True)
    sheet.ellipse((32, 39, 68, 49), lighter(tone, 0.4))
    sheet.ellipse((34, 40.5, 66, 47.5), wax)
    sheet.line([(50, 45), (50, 36)], COLOURS["black"], 0.9)
    sheet.blob([(50, 22), (54, 32), (50, 38), (46, 32)], (250, 196, 84))
    sheet.blob([(50, 28), (52, 33), (50, 37), (48, 33)], (255, 240, 190))


def vase(sheet: Sketch) -> None:
    tone = sheet.tone
    for x, y in ((38, 16), (50, 9), (63, 15)):
        sheet.line([(50, 42), (x, y)], LEAF, 1)
        for step in range(5):
            sheet.ellipse(
                (x - 2.4, y + step * 2.6 - 2, x + 2.4, y + step * 2.6 + 2), (138, 108, 184)
            )
    sheet.blob(
        [(42, 36), (43, 44), (30, 60), (36, 80), (64, 80), (70, 60), (57, 44), (58, 36)],
        tone,
        body=True,
    )
    sheet.ellipse((41.5, 33, 58.5, 39), darker(tone, 0.35))


def lamp(sheet: Sketch) -> None:
    sheet.blob([(44, 54), (40, 68), (44, 78), (56, 78), (60, 68), (56, 54)], COLOURS["oak"])
    sheet.ellipse((36, 76, 64, 83), darker(COLOURS["oak"], 0.2))
    sheet.line([(50, 46), (50, 58)], COLOURS["honey"], 1.6)
    sheet.polygon([(38, 16), (22, 50), (78, 50), (62, 16)], sheet.tone, body=True)
    sheet.ellipse((22, 46, 78, 54), mixed(sheet.tone, (255, 226, 150), 0.6))


def cushion(sheet: Sketch) -> None:
    outline = [(18, 24), (50, 28), (82, 24), (79, 52), (82, 80), (50, 77), (18, 80), (21, 52)]
    sheet.blob([(x, y + 1.5) for x, y in outline], darker(sheet.tone, 0.25))
    sheet.blob(outline, sheet.tone, body=True)


def throw(sheet: Sketch) -> None:
    for step, tone in enumerate((darker(sheet.tone, 0.12), sheet.tone, lighter(sheet.tone, 0.12))):
        top = 62 - step * 13
        sheet.block((14 + step * 2, top, 86 - step * 2, top + 16), tone, radius=7, body=True)
    for x in range(18, 82, 4):
        sheet.line([(x, 77), (x, 82)], lighter(sheet.tone, 0.35), 1)


def towel(sheet: Sketch) -> None:
    tone = sheet.tone
    sheet.block((18, 48, 82, 80), darker(tone, 0.1), radius=6, body=True)
    sheet.block((18, 34, 82, 62), tone, radius=8, body=True)
    for y in (70, 73):
        sheet.block((18, y, 82, y + 1.2), lighter(tone, 0.5))


def plant(sheet: Sketch) -> None:
    for x, y in ((30, 26), (40, 15), (50, 20), (60, 13), (70, 26), (46, 30), (57, 29)):
        sheet.line([(50, 58), (x, y)], LEAF, 1.1)
        for step in range(4):
            sheet.ellipse((x - 2.2, y + step * 3 - 2, x + 2.2, y + step * 3 + 2), sheet.tone)
    sheet.blob([(34, 52), (50, 44), (66, 52), (60, 58), (40, 58)], darker(LEAF, 0.15))
    clay = COLOURS["terracotta"]
    sheet.polygon([(34, 58), (39, 81), (61, 81), (66, 58)], clay)
    sheet.block((32, 54, 68, 61), lighter(clay, 0.12), radius=1.5)


def bouquet(sheet: Sketch) -> None:
    for step in range(13):
        x = 26 + step * 4
        y = 16 + abs(step - 6) * 2
        sheet.line([(50, 68), (x, y)], LEAF, 0.9)
        for bud in range(5):
            sheet.ellipse((x - 1.9, y + bud * 3 - 1.8, x + 1.9, y + bud * 3 + 1.8), sheet.tone)
    sheet.polygon([(34, 48), (45, 82), (55, 82), (66, 48), (50, 56)], PAPER)
    sheet.line([(42, 66), (58, 66)], COLOURS["straw"], 2.4)


ITEMS = {
    shape.__name__: shape
    for shape in (
        mug,
        bowl,
        plate,
        dish,
        jug,
        glass,
        candle,
        vase,
        lamp,
        cushion,
        throw,
        towel,
        plant,
        bouquet,
    )
}
