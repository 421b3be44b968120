"""The colours of the sample catalogue and how they mix."""

Tone = tuple[int, int, int]

COLOURS: dict[str, Tone] = {
    "lavender": (150, 131, 190),
    "ecru": (236, 226, 205),
    "white": (246, 244, 240),
    "black": (52, 50, 54),
    "grey": (150, 152, 156),
    "navy": (44, 62, 98),
    "sky": (142, 182, 212),
    "sage": (148, 168, 138),
    "olive": (116, 124, 72),
    "fir": (46, 88, 70),
    "terracotta": (198, 110, 78),
    "ochre": (214, 162, 74),
    "honey": (222, 158, 48),
    "mustard": (222, 180, 62),
    "rose": (222, 164, 168),
    "raspberry": (178, 52, 92),
    "red": (190, 56, 50),
    "coral": (234, 128, 108),
    "plum": (104, 62, 98),
    "walnut": (124, 84, 58),
    "oak": (196, 158, 112),
    "straw": (228, 204, 150),
    "glass": (196, 218, 214),
    "chocolate": (88, 56, 42),
}
"""The names that a `Scene` may call colours by."""

WHITE: Tone = (255, 255, 255)
BLACK: Tone = (0, 0, 0)
LEAF: Tone = (112, 138, 98)
PAPER: Tone = (250, 246, 236)


def mixed(one: Tone, other: Tone, share: float) -> Tone:
    """`one` with this share of `other` in it."""
    red, green, blue = (
        round(mine + (theirs - mine) * share) for mine, theirs in zip(one, other, strict=True)
    )
    return red, green, blue


def lighter(tone: Tone, share: float = 0.3) -> Tone:
    """The colour with some white in it."""
    return mixed(tone, WHITE, share)


def darker(tone: Tone, share: float = 0.3) -> Tone:
    """The colour with some black in it."""
    return mixed(tone, BLACK, share)
