"""Errors that say where, what was expected, what came, and what to do."""


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
        return f"{self.layer}, {self.where}" if self.where else self.layer

    def __str__(self) -> str:
        head = f"{self.place}: {self.what}" if self.place else self.what
        rows = [("expected", self.expected), ("got", self.got), ("what to do", self.todo)]
        return "\n".join([head, *(f"  {k:<12}{v}" for k, v in rows if v is not None)])


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
