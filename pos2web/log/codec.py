"""Facts to bytes and back: JSON by field name, under stable type names with a version."""

from collections.abc import Callable, Iterable

import msgspec

from pos2web.domain.facts import Fact
from pos2web.log.shapes import SHAPES, FactShape, Payload, Upcast
from pos2web.messages import plain

Decode = Callable[[bytes], Fact]


class Codec:
    """Encodes the facts of some shapes, and decodes every version of them that there ever was.

    `names` and `decoders` are plain tables because appending and reading look up each event in
    them: the type as stored (`price_set.1`) of a fact's class, and the decoder of such a type.
    """

    def __init__(self, shapes: Iterable[FactShape] = SHAPES) -> None:
        self.names: dict[type[Fact], str] = {}
        self.decoders: dict[str, Decode] = {}
        self.encode: Callable[[Fact], bytes] = msgspec.json.Encoder(enc_hook=plain).encode
        for shape in shapes:
            self._register(shape)

    def _register(self, shape: FactShape) -> None:
        current = f"{shape.name}.{shape.version}"
        if shape.fact in self.names or f"{shape.name}.1" in self.decoders:
            raise AssertionError(f"{shape.name} ({shape.fact.__name__}) is registered twice")
        self.names[shape.fact] = current
        self.decoders[current] = msgspec.json.Decoder(shape.fact).decode
        for version in range(1, shape.version):
            older = _older(shape.fact, shape.upcasts[version - 1 :])
            self.decoders[f"{shape.name}.{version}"] = older


def _older(fact: type[Fact], upcasts: tuple[Upcast, ...]) -> Decode:
    def decode(payload: bytes) -> Fact:
        plain = msgspec.json.decode(payload, type=Payload)
        for upcast in upcasts:
            plain = upcast(plain)
        return msgspec.convert(plain, fact)

    return decode


STANDARD = Codec()
"""The codec of every log but a test's."""
