"""Inception V3: branches of convolutions side by side, large ones taken apart (2016)."""

from collections.abc import Sequence

from tahr.applications.asked import Asked
from tahr.applications.building import Design, family, standard
from tahr.applications.files import KERNELS
from tahr.applications.imagenet_utils import Preparation, decode_predictions, preparation
from tahr.applications.inception import Branch, branch, convolved, joined, mixed, stem
from tahr.ops.symbolic import SymbolicTensor


def _wide(pooled: int) -> Sequence[Branch]:
    """Branches of 3×3 and 5×5 (figure 5 of the paper)."""
    return (
        ((64, 1, 1),),
        ((48, 1, 1), (64, 5, 5)),
        ((64, 1, 1), (96, 3, 3), (96, 3, 3)),
        ("average", (pooled, 1, 1)),
    )


def _long(n: int) -> Sequence[Branch]:
    """Branches of 1×7 and 7×1 in the place of 7×7 (figure 6)."""
    return (
        ((192, 1, 1),),
        ((n, 1, 1), (n, 1, 7), (192, 7, 1)),
        ((n, 1, 1), (n, 7, 1), (n, 1, 7), (n, 7, 1), (192, 1, 7)),
        ("average", (192, 1, 1)),
    )


HALVING_3: Sequence[Branch] = (
    ((384, 3, 3, 2),),
    ((64, 1, 1), (96, 3, 3), (96, 3, 3, 2)),
    ("max",),
)
HALVING_8: Sequence[Branch] = (
    ((192, 1, 1), (320, 3, 3, 2)),
    ((192, 1, 1), (192, 1, 7), (192, 7, 1), (192, 3, 3, 2)),
    ("max",),
)
"""Branches that halve height and width (figure 10)."""
MIXED = (
    _wide(32), _wide(64), _wide(64), HALVING_3, _long(128), _long(160), _long(160), _long(192),
    HALVING_8,
)  # fmt: skip


def _spread(x: SymbolicTensor, number: int) -> SymbolicTensor:
    """Branches that end in 1×3 beside 3×1 (figure 7)."""
    narrow = convolved(x, 320, 1, 1)
    middle = _crossed(convolved(x, 384, 1, 1), f"mixed9_{number}")
    deep = _crossed(branch(x, ((448, 1, 1), (384, 3, 3))))
    pooled = branch(x, ("average", (192, 1, 1)))
    return joined([narrow, middle, deep, pooled], f"mixed{9 + number}")


def _crossed(x: SymbolicTensor, name: str | None = None) -> SymbolicTensor:
    return joined([convolved(x, 384, 1, 3), convolved(x, 384, 3, 1)], name)


def _body(x: SymbolicTensor, _: Asked) -> SymbolicTensor:
    x = stem(x)
    for number, table in enumerate(MIXED):
        x = mixed(x, table, f"mixed{number}")
    for number in range(2):
        x = _spread(x, number)
    return x


_DESIGN = Design(
    name="inception_v3",
    body=_body,
    size=299,
    least=75,
    file="inception_v3/inception_v3" + KERNELS,
)
_model = family(
    __name__,
    standard,
    'Szegedy et al. (2016), "Rethinking the Inception architecture for computer vision", table 1.',
)
InceptionV3 = _model("InceptionV3", _DESIGN, "Makes an Inception V3.")

preprocess_input: Preparation = preparation(__name__, "tf")

__all__ = ["InceptionV3", "decode_predictions", "preprocess_input"]
