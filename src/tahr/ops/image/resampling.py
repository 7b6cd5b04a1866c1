"""Images scaled, and moved while they are."""

from collections.abc import Sequence

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import axis_of, dims, dtype_of, rank
from tahr.ops.image.batches import check_choice, narrowed_floats, widened
from tahr.ops.image.kernels import CUBIC, LANCZOS, LINEAR, Kernel, weights
from tahr.ops.op import Rule, op

LETTERS = "abcdefgh"
METHODS: dict[str, Kernel] = {
    **dict.fromkeys(("linear", "bilinear", "trilinear", "triangle"), LINEAR),
    **dict.fromkeys(("cubic", "bicubic", "tricubic"), CUBIC),
    **LANCZOS,
}
"""The kernel of each method."""


def mixed(x: TensorLike, axis: int, shares: Tensor) -> Tensor:
    """Replaces an axis by weighted sums along it.

    Args:
        x: tensor of floats, of the weights' dtype.
        axis: not negative.
        shares: `(outputs, length)`, the weights.
    """
    places = LETTERS[: rank(x)]
    made = places.replace(places[axis], "o")
    return engine().einsum(f"{places},o{places[axis]}->{made}", x, shares)


@op(rule=Rule.KEEP)
def scale_and_translate(
    images: TensorLike,
    output_shape: Sequence[int],
    scale: TensorLike,
    translation: TensorLike,
    spatial_dims: Sequence[int],
    method: str,
    antialias: bool = True,
) -> Tensor:
    """Scales and moves along some axes: what was at x comes to `x * scale + translation`.

    Pixels are as wide as one, and the first one's middle is at 0.5. Where a result falls beyond
    the edges of the images it is zero.

    Args:
        images: tensor of any shape.
        output_shape: shape of the result.
        scale: one number for each of `spatial_dims`.
        translation: one number for each of them, in pixels of the result.
        spatial_dims: the axes that are scaled and moved; the others keep their lengths.
        method: "linear", "cubic", "lanczos3" or "lanczos5"; "bilinear", "trilinear", "triangle",
            "bicubic" and "tricubic" are other names for the first two.
        antialias: whether what gets smaller is smoothed first.

    Returns:
        A tensor of `output_shape`, of float32 or float64; narrower floats stay as they are.

    Raises:
        ArgumentError: there is no such method, or there are not as many numbers as axes.
        ShapeError: an axis that is not scaled would change its length.

    Example:
        >>> scale_and_translate([1.0, 3.0], (4,), [2.0], [0.0], (0,), "linear").tolist()
        [1.0, 1.5, 2.5, 3.0]

    Source: Heckbert 1989, "Fundamentals of texture mapping and image warping", section 3.5.
    """
    check_choice("method", method, METHODS)
    axes = [axis_of(axis, rank(images)) for axis in spatial_dims]
    wanted = tuple(output_shape)
    kept = all(m == n for i, (m, n) in enumerate(zip(wanted, dims(images), strict=False))
               if i not in axes)  # fmt: skip
    if len(wanted) != rank(images) or not kept:
        raise ShapeError(
            "only the axes in spatial_dims change their length",
            expected=show(dims(images)),
            got=show(wanted),
        )
    if dims(scale) != (len(axes),) or dims(translation) != (len(axes),):
        raise ArgumentError(
            "scale and translation have a number for each axis in spatial_dims",
            expected=show((len(axes),)),
            got=f"{show(dims(scale))} and {show(dims(translation))}",
        )
    found = widened(images)
    dtype, run = dtype_of(found), engine()
    by, to = run.cast(scale, dtype), run.cast(translation, dtype)
    for number, axis in enumerate(axes):
        lengths = dims(found)[axis], wanted[axis]
        factor, shift = run.get_item(by, (number,)), run.get_item(to, (number,))
        shares = weights(*lengths, factor, shift, METHODS[method], antialias, dtype)
        found = mixed(found, axis, shares)
    return narrowed_floats(found, dtype_of(images))
