"""How large the parts of a network are, by preset."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Sizes that encoders share.

    Args:
        number: units for a number.
        embedding: the longest vector for a class or a word.
        filters: of the first convolution of pictures and sounds.
        blocks: the number of convolutions after which the grid is halved.
        units: of a vector for text, a picture or a sound.
        dropout: of encoders.
    """

    number: int
    embedding: int
    filters: int
    blocks: int
    units: int
    dropout: float


SIZES = {
    "fast": Size(number=12, embedding=16, filters=16, blocks=2, units=64, dropout=0.2),
    "good": Size(number=24, embedding=32, filters=32, blocks=3, units=128, dropout=0.3),
    "best": Size(number=32, embedding=64, filters=48, blocks=4, units=256, dropout=0.3),
}
