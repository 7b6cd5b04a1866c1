"""Open lengths: which value of the graph tells how long an axis is, when the file is run.

A length that is not known is an integer that stands in for it (`core/specs.py`). The axes where it
was met first tell what it is; what was computed with it is found by division.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from tahr.core.errors import EngineError
from tahr.core.specs import is_known
from tahr.engines.onnx.symbols import Symbolic, Var, integers, op

_met: ContextVar[dict[int, tuple[Var, int]] | None] = ContextVar("met", default=None)


@contextmanager
def writing() -> Iterator[None]:
    """Writes a graph in the block: lengths that are met are kept until its end."""
    token = _met.set({})
    try:
        yield
    finally:
        _met.reset(token)


@contextmanager
def inside() -> Iterator[None]:
    """Writes a part of the graph in the block that is run many times, or not at all."""
    token = _met.set(dict(_met.get() or {}))
    try:
        yield
    finally:
        _met.reset(token)


def is_writing() -> bool:
    """Returns whether a graph is being written."""
    return _met.get() is not None


def meet(tensor: Symbolic, anew: Sequence[int] = ()) -> None:
    """Takes down what lengths a tensor has.

    Args:
        tensor: it.
        anew: axes whose length is another one than that met before in the same place.
    """
    met = _met.get()
    if met is None:
        return
    for axis, length in enumerate(tensor.shape):
        if axis in anew:
            met[int(length)] = (tensor.variable, axis)
        elif not is_known(length):
            met.setdefault(int(length), (tensor.variable, axis))


def shape_vector(shape: Sequence[int]) -> Var:
    """Returns a shape as a vector in the graph, one open length being left to the operator.

    Raises:
        EngineError: an open length comes from nowhere.
    """
    unknown = [n for n in shape if not is_known(n)]
    if not unknown:
        return integers(*shape)
    if len(unknown) == 1 and 0 not in shape and -1 not in shape:
        return integers(*(n if is_known(n) else -1 for n in shape))
    return whole_vector(shape)


def whole_vector(shape: Sequence[int]) -> Var:
    """Returns a shape as a vector in the graph, with every open length computed."""
    if all(is_known(n) for n in shape):
        return integers(*shape)
    return op.concat([length(n) for n in shape], axis=0)


def length(value: int) -> Var:
    """Returns one length as a vector of one number in the graph.

    Raises:
        EngineError: it is open and comes from nowhere.
    """
    if is_known(value):
        return integers(value)
    met, wanted = _met.get() or {}, int(value)
    if wanted in met:
        return _measured(*met[wanted])
    for known, place in met.items():
        if wanted % known == 0:
            return op.mul(_measured(*place), length_of_factor(wanted // known, met))
    for known, place in met.items():
        if wanted and known % wanted == 0:
            return op.div(_measured(*place), integers(known // wanted))
    raise EngineError(
        "the length of an axis is computed in a way that cannot be written to a graph of ONNX",
        todo="give the input this length, or compute it by reshape, slices and concatenation",
    )


def length_of_factor(factor: int, met: dict[int, tuple[Var, int]]) -> Var:
    """Returns what is left of a product of lengths, which may hold another open one."""
    if factor in met:
        return _measured(*met[factor])
    for known, place in met.items():
        if known > 1 and factor % known == 0:
            return op.mul(_measured(*place), length_of_factor(factor // known, met))
    return integers(factor)


def _measured(variable: Var, axis: int) -> Var:
    return op.gather(op.shape(variable), integers(axis))
