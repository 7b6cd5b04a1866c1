"""What a layer expects of its inputs, and the check of it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from tahr.core import trees
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.registry import known_as
from tahr.core.specs import is_known, opened, show
from tahr.core.tracebacks import methods_end_at_user
from tahr.core.typing import Shape


@known_as("keras", "InputSpec")
@known_as("keras.layers", "InputSpec")
@methods_end_at_user(("__init__",))
class InputSpec:
    """The rank, shape and dtype a layer expects of an input.

    Args:
        dtype: expected dtype; not checked, as inputs are cast.
        shape: expected shape, None where any length will do.
        ndim: expected number of dimensions.
        max_ndim: largest number of dimensions.
        min_ndim: smallest number of dimensions.
        axes: expected length by axis.
        allow_last_axis_squeeze: whether a last axis of length one may be missing or extra.
        name: the key of this input where inputs come as a dict.
        optional: whether the input may be None.

    Example:
        >>> InputSpec(min_ndim=2, axes={-1: 784})
        InputSpec(min_ndim=2, axes={-1: 784})
    """

    def __init__(
        self,
        dtype: str | None = None,
        shape: Sequence[int | None] | None = None,
        ndim: int | None = None,
        max_ndim: int | None = None,
        min_ndim: int | None = None,
        axes: Mapping[int, int] | None = None,
        allow_last_axis_squeeze: bool = False,
        name: str | None = None,
        optional: bool = False,
    ) -> None:
        self.dtype = dtype
        self.shape: tuple[int | None, ...] | None = None if shape is None else tuple(shape)
        self.ndim: int | None = len(shape) if shape is not None else ndim
        self.max_ndim = max_ndim
        self.min_ndim = min_ndim
        self.axes: dict[int, int] = {int(k): v for k, v in (axes or {}).items()}
        self.allow_last_axis_squeeze = allow_last_axis_squeeze
        self.name = name
        self.optional = optional

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that would make it again."""
        return dict(vars(self))

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "InputSpec":
        """Makes one from its configuration."""
        return cls(**config)

    @property
    def expected(self) -> str:
        """What fits, in words or as a shape."""
        if self.shape is not None:
            return f"shape {show(self.shape)}"
        if self.axes and (self.ndim or self.min_ndim):
            rank = self.ndim or self.min_ndim or 0
            by_axis = {axis % rank: length for axis, length in self.axes.items()}
            text = show(by_axis.get(i) for i in range(rank))
            return f"shape {text}" if self.ndim else f"shape {text}, or more leading dimensions"
        rows = [("", self.ndim), ("at least ", self.min_ndim), ("at most ", self.max_ndim)]
        return " and ".join(f"{word}{n} dimensions" for word, n in rows if n is not None)

    def rank_of(self, shape: Sequence[int]) -> str:
        """Returns the rank of a shape in words, where ranks alone are what is expected."""
        words = f", {len(shape)} dimension{'s' * (len(shape) != 1)}"
        return "" if self.shape is not None or self.axes else words

    def fits(self, shape: Sequence[int]) -> bool:
        """Returns whether a shape, unknown lengths included, is what is expected."""
        if self.allow_last_axis_squeeze and self.shape and len(shape) != len(self.shape):
            shape = self._squeezed(tuple(shape))
        rank = len(shape)
        if self.ndim is not None and rank != self.ndim:
            return False
        if self.max_ndim is not None and rank > self.max_ndim:
            return False
        if self.min_ndim is not None and rank < self.min_ndim:
            return False
        wanted = dict(enumerate(self.shape)) if self.shape else self.axes
        return all(_agree(shape, axis, length) for axis, length in wanted.items())

    def _squeezed(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        if self.shape and len(shape) == len(self.shape) + 1 and shape[-1] == 1:
            return shape[:-1]
        if self.shape and len(shape) == len(self.shape) - 1 and self.shape[-1] == 1:
            return (*shape, 1)
        return shape

    def __repr__(self) -> str:
        given = {k: v for k, v in vars(self).items() if v not in (None, {}, False)}
        return f"InputSpec({', '.join(f'{k}={v}' for k, v in given.items())})"


def _agree(shape: Sequence[int], axis: int, length: int | None) -> bool:
    if length is None:
        return True
    if not -len(shape) <= axis < len(shape):
        return False
    return not is_known(shape[axis]) or shape[axis] == length


Expected: TypeAlias = InputSpec | Sequence[InputSpec] | Mapping[str, InputSpec] | None
"""What a layer expects: one input, several in a list or by name, or anything."""


def check(spec: Any, inputs: Any, where: str) -> None:
    """Raises unless the inputs are what a layer expects.

    Args:
        spec: an `InputSpec`, or a list or dict of them.
        inputs: a tensor, or a list or dict of them.
        where: the layer's path.

    Raises:
        ShapeError: a shape or rank is another.
        ArgumentError: there are more or fewer inputs.
    """
    specs = trees.leaves(spec, is_leaf=lambda s: isinstance(s, InputSpec))
    if isinstance(spec, dict) and isinstance(inputs, dict):
        tensors = [inputs.get(name) for name in sorted(spec)]
    else:
        tensors = trees.leaves(inputs)
    if len(specs) != len(tensors):
        raise ArgumentError(
            "wrong number of inputs", where=where, expected=len(specs), got=len(tensors)
        )
    for one, tensor in zip(specs, tensors, strict=True):
        if one is None or tensor is None or not hasattr(tensor, "shape"):
            continue
        if not one.fits(tensor.shape):
            raise ShapeError(
                "the input does not fit the layer",
                where=where,
                expected=one.expected,
                got=f"shape {show(tensor.shape)}{one.rank_of(tensor.shape)}",
                todo=_advice(one, opened(tensor.shape)),
            )


def _advice(spec: InputSpec, shape: Shape) -> str | None:
    """Returns what to do about an input that does not fit."""
    wanted = spec.axes.get(-1) or (spec.shape[-1] if spec.shape else None)
    product = 1
    for length in shape[1:]:
        product *= length or 0
    if wanted and product == wanted and len(shape) > 2:
        return f"put a Flatten layer before it, or reshape the data to (-1, {wanted})"
    return _about_layers(spec, shape) if spec.shape is None else _about_data(spec.shape, shape)


def _about_data(wanted: Sequence[int | None], shape: Shape) -> str | None:
    """Returns what to do about data that does not fit the input of a model."""
    sample, last = tuple(wanted[1:]), wanted[-1]
    if len(shape) == len(sample) and all(
        w is None or w == n for w, n in zip(sample, shape, strict=True)
    ):
        return "one sample alone is given as a batch of one: data[None]"
    if len(shape) > 1 and sample[1:] == tuple(shape[1:]):
        return (
            f"Input takes the shape of one sample, without the batch: Input({show(shape[1:])}); "
            "one sample alone is given as data[None]"
        )
    if len(shape) == 1 and len(wanted) == 2:
        return f"give {last} numbers a sample; x and y may have changed places"
    if len(shape) == len(wanted):
        return f"give data of that shape, or build the model with Input({show(shape[1:])})"
    return None


def _about_layers(spec: InputSpec, shape: Shape) -> str | None:
    """Returns what to do about an input that does not fit a layer in a model."""
    rank, given = spec.ndim or spec.min_ndim, len(shape)
    if rank is None or rank == given:
        return None
    if given > rank:
        return "put Flatten or a pooling layer, such as GlobalAveragePooling2D, before it"
    if rank == 3 and given == 2:
        return (
            "it takes steps with features: put Reshape((steps, features)) before it, or "
            "return_sequences=True into a recurrent layer before it"
        )
    if rank == given + 1:
        with_channels = show((*shape[1:], 1))
        return f"put Reshape({with_channels}) before it, or give the data channels: data[..., None]"
    lengths = ("height, width, channels", "depth, height, width, channels")[rank > 4]
    return f"put Reshape(({lengths})) before it"
