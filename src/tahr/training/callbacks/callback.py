"""The base of callbacks."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from tahr.core.tracebacks import methods_end_at_user
from tahr.training.callbacks.state import Resumable

Figures = Mapping[str, Any] | None

PER_BATCH = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")
"""What is called around each batch of training."""

Method = TypeVar("Method", bound=Callable[..., None])


def now_and_then(method: Method) -> Method:
    """Marks a method for batches as one that need not be called for each of them."""
    vars(method)["now_and_then"] = True
    return method


class FormerData:
    """What callbacks of Keras 1 and 2 were given to validate on; one of its own comes first."""

    def __get__(self, callback: Any, owner: type) -> Any:
        model = vars(callback).get("_model") if callback is not None else None
        return None if model is None else getattr(model, "validation_data", None)


class Callback(Resumable):
    """The base of callbacks; subclasses override the methods they need.

    `logs` holds figures by name; reading one waits for the device, passing them by does not.
    Where training is resumed, attributes that are plain data are as they were: counters, lists
    of figures, arrays. What is more than that is the work of `get_state` and `set_state`.

    Example:
        >>> class Losses(Callback):
        ...     def __init__(self):
        ...         super().__init__()
        ...         self.losses = []
        ...
        ...     def on_train_batch_end(self, batch, logs=None):
        ...         self.losses.append(logs["loss"])
        >>> before, after = Losses(), Losses()
        >>> before.on_train_batch_end(0, {"loss": 0.5})
        >>> after.set_state(before.get_state())
        >>> after.losses, after.needs_every_batch
        ([0.5], True)
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith("tahr."):
            methods_end_at_user(("__init__",))(cls)

    validation_data: Any = FormerData()
    """What is validated on, as earlier versions gave it: a list of arrays; None without any."""

    def __init__(self) -> None:
        self.params: dict[str, Any] = {}
        self._model: Any = None

    @property
    def model(self) -> Any:
        """The model in training."""
        return self._model

    @property
    def needs_every_batch(self) -> bool:
        """Whether it must be called around each batch of training, rather than now and then."""
        return self._replaces(PER_BATCH)

    @property
    def needs_state_before(self) -> bool:
        """Whether it asks for the state that the last step of training began with."""
        return False

    def watches(self, kind: str) -> bool:
        """Returns whether it must be called around each batch.

        Args:
            kind: of what is done with batches: "train", "test" or "predict".
        """
        if kind == "train":
            return self.needs_every_batch
        return self._replaces((f"on_{kind}_batch_begin", f"on_{kind}_batch_end"))

    def _replaces(self, names: tuple[str, ...]) -> bool:
        """Returns whether there is a method of its own among these that wants every call."""
        methods = (vars(self).get(name, getattr(type(self), name)) for name in names)
        return not all(hasattr(method, "now_and_then") for method in methods)

    def set_params(self, params: dict[str, Any]) -> None:
        """Is given `epochs`, `steps` and `verbose`."""
        self.params = params

    def set_model(self, model: Any) -> None:
        """Is given the model."""
        self._model = model

    def on_epoch_begin(self, epoch: int, logs: Figures = None) -> None:
        """Is called before an epoch of training."""

    def on_epoch_end(self, epoch: int, logs: Figures = None) -> None:
        """Is called after an epoch and its validation."""

    @now_and_then
    def on_batch_begin(self, batch: int, logs: Figures = None) -> None:
        """An older name of `on_train_batch_begin`."""

    @now_and_then
    def on_batch_end(self, batch: int, logs: Figures = None) -> None:
        """An older name of `on_train_batch_end`."""

    @now_and_then
    def on_train_batch_begin(self, batch: int, logs: Figures = None) -> None:
        """Is called before a batch is learned from."""
        self.on_batch_begin(batch, logs)

    @now_and_then
    def on_train_batch_end(self, batch: int, logs: Figures = None) -> None:
        """Is called after a batch has been learned from."""
        self.on_batch_end(batch, logs)

    @now_and_then
    def on_test_batch_begin(self, batch: int, logs: Figures = None) -> None:
        """Is called before a batch is evaluated."""

    @now_and_then
    def on_test_batch_end(self, batch: int, logs: Figures = None) -> None:
        """Is called after a batch has been evaluated."""

    @now_and_then
    def on_predict_batch_begin(self, batch: int, logs: Figures = None) -> None:
        """Is called before a batch is predicted."""

    @now_and_then
    def on_predict_batch_end(self, batch: int, logs: Figures = None) -> None:
        """Is called after a batch has been predicted."""

    def on_train_begin(self, logs: Figures = None) -> None:
        """Is called before the first epoch."""

    def on_train_end(self, logs: Figures = None) -> None:
        """Is called after the last epoch."""

    def on_test_begin(self, logs: Figures = None) -> None:
        """Is called before an evaluation."""

    def on_test_end(self, logs: Figures = None) -> None:
        """Is called after an evaluation."""

    def on_predict_begin(self, logs: Figures = None) -> None:
        """Is called before a prediction."""

    def on_predict_end(self, logs: Figures = None) -> None:
        """Is called after a prediction."""
