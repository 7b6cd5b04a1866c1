"""A list of callbacks, called as one."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from tahr.compat.parameters import Parameters, Run
from tahr.core.config import CONFIG
from tahr.core.errors import ArgumentError, told
from tahr.core.notices import notice
from tahr.core.suggesting import closest, public
from tahr.core.tracebacks import methods_end_at_user
from tahr.training.callbacks.callback import Callback, Figures
from tahr.training.callbacks.history import History
from tahr.training.callbacks.progress import ProgbarLogger


@methods_end_at_user(("__init__",))
class CallbackList(Callback):
    """A list of callbacks, called in order.

    Args:
        callbacks: the user's.
        add_history: whether to keep the history in `model.history`.
        add_progbar: whether to show progress.
        model: given to each.
        **params: given to each: `epochs`, `steps`, `verbose`.

    Raises:
        ArgumentError: something in the list is no callback.
    """

    def __init__(
        self,
        callbacks: Iterable[Any] | Callback | None = None,
        add_history: bool = False,
        add_progbar: bool = False,
        model: Any = None,
        **params: Any,
    ) -> None:
        super().__init__()
        given = [callbacks] if isinstance(callbacks, Callback) else _several(callbacks)
        for callback in given:
            if not isinstance(callback, Callback):
                is_class = isinstance(callback, type) and issubclass(callback, Callback)
                raise ArgumentError(
                    "this is no callback",
                    where="callbacks",
                    got=told(callback),
                    todo=f"make one of the class: {callback.__name__}()"
                    if is_class
                    else "callbacks.LambdaCallback(on_epoch_end=...) makes one of a function",
                )
        for callback in given:
            _tell_of_misspelt(callback)
        self.callbacks: list[Callback] = list(given)
        kept = next((c for c in given if isinstance(c, History)), None)
        self.history: History = kept or History()
        if add_progbar and not any(isinstance(c, ProgbarLogger) for c in given):
            self.callbacks.append(ProgbarLogger())
        if add_history:
            self._keep_history(model)
        self.set_params(params)
        if model is not None:
            self.set_model(model)

    @classmethod
    def of(
        cls,
        callbacks: Any,
        model: Any,
        verbose: str | int,
        history: bool = False,
        epochs: int = 1,
        steps: int | None = None,
        run: Run | None = None,
    ) -> "CallbackList":
        """Returns a list made of what `fit`, `evaluate` or `predict` was given.

        Args:
            callbacks: what was given.
            model: given to each.
            verbose: as in `fit`.
            history: whether to keep the figures in `model.history`.
            epochs: the number of the last.
            steps: batches an epoch, where that is known.
            run: what earlier versions told of a run.
        """
        if isinstance(callbacks, CallbackList):
            return callbacks
        auto = 1 if CONFIG.interactive_logging else 2
        level = auto if verbose == "auto" else _level(verbose)
        given = {"epochs": epochs, "steps": steps, "verbose": level}
        made = cls(callbacks, add_progbar=bool(level))
        if history:
            made._keep_history(model)
        made.set_params(given if run is None else Parameters(given, run))
        made.set_model(model)
        return made

    def _keep_history(self, model: Any) -> None:
        model.history = self.history
        if not any(c is self.history for c in self.callbacks):
            self.callbacks.append(self.history)

    def quiet(self) -> "CallbackList":
        """Returns the same callbacks without progress, whose state no checkpoint needs."""
        rest = CallbackList()
        rest.callbacks = [c for c in self.callbacks if not isinstance(c, ProgbarLogger)]
        return rest

    def validating(self, steps: int | None) -> "CallbackList":
        """Returns the same callbacks for a validation inside training.

        Args:
            steps: of the validation, where their number is known.
        """
        rest = CallbackList()
        rest.callbacks = self.callbacks
        for callback in self.callbacks:
            if isinstance(callback, ProgbarLogger):
                callback.validation_steps = steps
        return rest

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Leaves no bar behind where the block is broken off."""
        try:
            yield
        finally:
            for callback in self.callbacks:
                if isinstance(callback, ProgbarLogger):
                    callback.abandon()

    @property
    def needs_every_batch(self) -> bool:
        """Whether any of the callbacks must be called around each batch of training."""
        return any(callback.needs_every_batch for callback in self.callbacks)

    @property
    def needs_state_before(self) -> bool:
        return any(callback.needs_state_before for callback in self.callbacks)

    def watches(self, kind: str) -> bool:
        return any(callback.watches(kind) for callback in self.callbacks)

    def get_state(self) -> dict[str, Any]:
        """Returns the state of each callback, by its class and its place among those."""
        return {name: callback.get_state() for name, callback in self._named()}

    def set_state(self, state: dict[str, Any]) -> None:
        for name, callback in self._named():
            if name in state:
                callback.set_state(state[name])

    def _named(self) -> Iterator[tuple[str, Callback]]:
        met: Counter[str] = Counter()
        for callback in self.callbacks:
            name = type(callback).__name__
            yield f"{name}_{met[name]}", callback
            met[name] += 1

    def append(self, callback: Callback) -> None:
        """Puts a callback at the end."""
        self.callbacks.append(callback)

    def set_params(self, params: dict[str, Any]) -> None:
        super().set_params(params)
        for callback in self.callbacks:
            callback.set_params(params)

    def set_model(self, model: Any) -> None:
        super().set_model(model)
        for callback in self.callbacks:
            callback.set_model(model)


def _numbered(name: str) -> Any:
    def method(self: CallbackList, number: int, logs: Figures = None) -> None:
        for callback in self.callbacks:
            getattr(callback, name)(number, {} if logs is None else logs)

    return method


def _plain(name: str) -> Any:
    def method(self: CallbackList, logs: Figures = None) -> None:
        for callback in self.callbacks:
            getattr(callback, name)({} if logs is None else logs)

    return method


for _kind in ("train", "test", "predict"):
    for _edge in ("begin", "end"):
        setattr(CallbackList, f"on_{_kind}_{_edge}", _plain(f"on_{_kind}_{_edge}"))
        setattr(CallbackList, f"on_{_kind}_batch_{_edge}", _numbered(f"on_{_kind}_batch_{_edge}"))
for _edge in ("begin", "end"):
    setattr(CallbackList, f"on_epoch_{_edge}", _numbered(f"on_epoch_{_edge}"))


def _level(verbose: Any) -> int:
    if isinstance(verbose, int | float):
        return int(verbose)
    raise ArgumentError("verbose cannot be this", expected='0, 1, 2 or "auto"', got=told(verbose))


def _tell_of_misspelt(callback: Callback) -> None:
    """Warns of methods that look like hooks, and that nothing will ever call."""
    for name, value in vars(type(callback)).items():
        if not name.startswith("on_") or not callable(value) or hasattr(Callback, name):
            continue
        hint = closest(name, public(Callback))
        if hint:
            notice(f"{type(callback).__name__}.{name} is called by nothing{hint}")


def _several(callbacks: Any) -> list[Any]:
    if isinstance(callbacks, type | Callback | str) or callable(callbacks):
        return [callbacks]
    return list(callbacks or ())
