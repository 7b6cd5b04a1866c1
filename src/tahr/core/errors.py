"""Errors that say where, what was expected, what came, and what to do."""

from types import FunctionType

from tahr.core.typing import is_sequence


class TahrError(Exception):
    """The root of Tahr's own errors.

    Args:
        what: one sentence that says what is wrong.
        where: the layer path, argument or file it happened at.
        expected: what would have been right.
        got: what came instead.
        todo: what the user can do about it.

    Example:
        >>> str(ShapeError("the kernel does not fit", where="net/conv", got="(28, 3)"))
        'net/conv: the kernel does not fit\\n  got         (28, 3)'
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        expected: object = None,
        got: object = None,
        todo: str | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.layer: str | None = None
        self.expected = expected
        self.got = got
        self.todo = todo

    def at(self, where: str) -> "TahrError":
        """Names the place, unless a deeper caller, who knows better, has done so."""
        self.where = self.where or where
        return self

    def during(self, what: str) -> "TahrError":
        """Says what was under way, such as which batch, before the place."""
        if what not in (self.where or ""):
            self.where = f"{what}, {self.where}" if self.where else what
        return self

    def inside(self, layer: str) -> "TahrError":
        """Names the layer it happened in; the innermost stands."""
        self.layer = self.layer or layer
        return self

    @property
    def place(self) -> str:
        """Where it happened: the layer, and what in it."""
        if self.layer is None or self.layer in (self.where or ""):
            return self.where or ""
        if self.layer.endswith(f"/{self.where}"):
            return self.layer
        return f"{self.layer}, {self.where}" if self.where else self.layer

    def __str__(self) -> str:
        head = f"{self.place}: {self.what}" if self.place else self.what
        rows = [("expected", self.expected), ("got", self.got), ("what to do", self.todo)]
        return "\n".join([head, *(f"  {k:<12}{shown(v)}" for k, v in rows if v is not None)])


LONGEST = 160
"""Characters that a value may take in an error; nobody looks for a fault among more."""


def shown(value: object) -> str:
    """Returns a value in words for an error: text as it is, arrays by their shapes.

    Example:
        >>> import numpy as np
        >>> shown((np.ones((32, 4)), "y"))
        "a tuple of 2: an array of shape (32, 4), 'y'"
        >>> shown(dict)
        'the class dict'
    """
    return value if isinstance(value, str) else told(value)


def told(value: object) -> str:
    """Returns a value in words, text in quotes."""
    if isinstance(value, str):
        return repr(str(value) if len(value) <= LONGEST else f"{value[:LONGEST]}…")
    shape = getattr(value, "shape", None)
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if isinstance(value, FunctionType):
        return "a lambda" if value.__name__ == "<lambda>" else f"the function {value.__name__}"
    lengths = shape if is_sequence(shape) else ()
    if lengths and all(isinstance(n, int) for n in lengths) and _is_long(value):
        return f"an array of shape {shape}"
    if is_sequence(value) and _is_long(value):
        first = told(value[0]) if len(value) > 2 else ", ".join(map(told, value))
        more = ", …" if len(value) > 2 else ""
        return f"a {type(value).__name__} of {len(value)}: {first}{more}"
    if type(value).__module__ == "numpy" and shape == ():
        value = getattr(value, "tolist", lambda: value)()
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _is_long(value: object) -> bool:
    text = repr(value)
    return len(text) > LONGEST or "\n" in text


class ShapeError(TahrError, ValueError):
    """A shape or rank does not fit."""


class DtypeError(TahrError, TypeError):
    """A dtype does not fit."""


class DataError(TahrError, ValueError):
    """The data given to train, evaluate or predict cannot be used."""


class ArgumentError(TahrError, ValueError):
    """An argument has a value that makes no sense here."""


class EngineError(TahrError, RuntimeError):
    """The engine cannot do what was asked of it, or is not installed."""


class SavingError(TahrError, ValueError):
    """A file cannot be written, or is not what it claims to be."""


class MissingExtraError(TahrError, ImportError):
    """An optional library is needed and not installed."""


class LossError(TahrError, RuntimeError):
    """The loss has become NaN or infinite in training."""
