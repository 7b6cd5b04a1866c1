"""Brings what a user passes to a functional model into the form of its inputs."""

from collections.abc import Sequence
from typing import Any

from tahr.core import current, trees
from tahr.core.dtypes import STRING
from tahr.core.errors import ArgumentError, DataError
from tahr.core.masks import get_mask, set_mask
from tahr.core.specs import TensorSpec, is_known
from tahr.core.texts import as_text, holds_text, is_text
from tahr.layers.base.input_spec import InputSpec, check
from tahr.ops import squeeze
from tahr.ops.op import dense
from tahr.ops.symbolic import SymbolicTensor


def matched(given: Any, inputs: Any, where: str) -> list[Any]:
    """Returns one value for each input.

    Args:
        given: a tensor, or a list, tuple or dict of them, by position or by input name.
        inputs: the model's tree of symbolic inputs.
        where: the model's name.

    Raises:
        ArgumentError: an input is missing, or there are too many.
    """
    wanted = trees.leaves(inputs)
    if isinstance(given, dict):
        return _by_name(given, inputs, wanted, where)
    values = trees.leaves(given) if isinstance(given, list | tuple) else [given]
    if len(values) != len(wanted):
        raise ArgumentError(
            "wrong number of inputs",
            where=where,
            expected=f"{len(wanted)}: {', '.join(t.name for t in wanted)}",
            got=len(values),
            todo=_stacked(values, len(wanted)),
        )
    return values


def _stacked(values: list[Any], wanted: int) -> str | None:
    """Returns advice where the rows of one array came as a list, which is several inputs."""
    shapes = {tuple(getattr(value, "shape", ())) for value in values}
    if wanted != 1 or len(values) < 2 or len(shapes) != 1:
        return None
    return "a list of arrays is several inputs; numpy.stack(x) makes one array of rows"


def _by_name(
    given: dict[str, Any], inputs: Any, wanted: list[SymbolicTensor], where: str
) -> list[Any]:
    named = isinstance(inputs, dict) and set(inputs) <= set(given)
    keys = sorted(inputs) if named else [t.name for t in wanted]
    missing = [key for key in keys if key not in given]
    if missing:
        raise ArgumentError(
            f"no data for input {', '.join(map(repr, missing))}",
            where=where,
            expected=", ".join(keys),
            got=", ".join(map(str, given)),
        )
    if not named:
        return [given[key] for key in keys]
    return [value for key in keys for value in _below(given[key], inputs[key], where)]


def _below(given: Any, inputs: Any, where: str) -> list[Any]:
    """Returns the values for what stands under one key: an input, or a tree of them."""
    return [given] if isinstance(inputs, SymbolicTensor) else matched(given, inputs, where)


def raw(given: Any, count: int, where: str) -> Any:
    """Turns text that came as lists or columns into arrays, and lists of numbers too.

    Args:
        given: what a user passed to a model.
        count: how many inputs the model has.
        where: the model's name.
    """
    if isinstance(given, dict):
        return {key: raw(value, 1, where) for key, value in given.items()}
    if isinstance(given, list | tuple) and count > 1:
        return [raw(value, 1, where) for value in given]
    if is_text(given):
        return as_text(given, where)
    if isinstance(given, list) and all(isinstance(v, int | float) for v in trees.leaves(given)):
        return current.engine().asarray(given)
    return given


def conformed(value: Any, wanted: SymbolicTensor, where: str = "") -> Any:
    """Casts a value to an input's dtype, adding or dropping a last axis of length one.

    Raises:
        DataError: it holds numbers and the input takes text, or the other way round.
    """
    if STRING in (wanted.dtype, getattr(value, "dtype", None)) or holds_text(value):
        return _fitted_text(value, wanted, where)
    if value is None:
        return None
    engine = current.engine()
    tensor = value if wanted.sparse and engine.is_sparse(value) else dense(value)
    tensor = current.as_tensor(tensor)
    if engine.dtype_of(tensor) != wanted.dtype:
        mask = get_mask(value)
        tensor = engine.cast(tensor, wanted.dtype)
        set_mask(tensor, mask)
    shape = tuple(tensor.shape)
    if len(shape) == wanted.ndim + 1 and is_known(shape[-1]) and shape[-1] == 1:
        return engine.reshape(tensor, shape[:-1])
    if len(shape) == wanted.ndim - 1 and wanted.shape[-1] == 1:
        return engine.reshape(tensor, (*shape, 1))
    return tensor


def vectors_of(given: Any, wanted: Sequence[SymbolicTensor]) -> Any:
    """Returns vectors where they come in rows of one, as an `Embedding` of one number gives them.

    In a graph of Keras 2, the first layer of a model took these as they were.

    Args:
        given: what a model is called with; anything but such a tensor stays as it is.
        wanted: the inputs of the model.
    """
    if len(wanted) != 1 or wanted[0].ndim != 2 or not isinstance(given, SymbolicTensor):
        return given
    row: Any = given
    return squeeze(row, axis=1) if tuple(given.shape)[1:] == (1, wanted[0].shape[1]) else row


def _fitted_text(value: Any, wanted: SymbolicTensor, where: str) -> Any:
    label = f"{where}, input {wanted.name!r}" if where else f"input {wanted.name!r}"
    if wanted.dtype != STRING:
        raise DataError(
            "expected numbers",
            where=label,
            got="text",
            todo='make it an input of text, Input(..., dtype="string"), and a StringLookup or '
            "TextVectorization what takes it",
        )
    text = value if isinstance(value, TensorSpec) else as_text(value, label)
    spec = InputSpec(shape=(None, *wanted.shape[1:]), allow_last_axis_squeeze=True)
    check(spec, text, label)
    shape = tuple(text.shape)
    if len(shape) == wanted.ndim + 1:
        return current.engine().reshape(text, shape[:-1])
    if len(shape) == wanted.ndim - 1:
        return current.engine().reshape(text, (*shape, 1))
    return text
