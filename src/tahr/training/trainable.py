"""What training asks of a model, and nothing else of it is used."""

from collections.abc import Hashable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from tahr.core.errors import ArgumentError
from tahr.core.policies import DTypePolicy
from tahr.core.variables import Variable
from tahr.engines.base import Engine
from tahr.training.setup.compiled import Compiled

if TYPE_CHECKING:
    from tahr.layers import Layer


class HostPart(Protocol):
    """The layers of a model that run on the host, before what the engine compiles."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left for the engine."""
        ...

    @property
    def is_fixed(self) -> bool:
        """Whether the same inputs always come out alike."""
        ...

    @property
    def kept_from_training(self) -> list[str]:
        """The names of layers in it that have weights to be trained."""
        ...

    def prepare(self, inputs: Any, where: str) -> Any:
        """Returns what the engine is given for inputs as a user passes them."""
        ...

    def finish(self, prepared: Any) -> Any:
        """Returns the outputs for what `prepare` returned."""
        ...


class Trainable(Protocol):
    """A layer with steps: what it does with a batch in training, evaluation and prediction."""

    name: str
    built: bool
    stop_training: bool
    compilation: Compiled | None
    dtype_policy: DTypePolicy

    @property
    def engine(self) -> Engine[Any]:
        """What computes."""
        ...

    def placed(self) -> AbstractContextManager[Engine[Any]]:
        """Makes the model's engine and device the current ones inside the block."""
        ...

    @property
    def optimizer(self) -> Any:
        """The optimizer given to `compile`; None without one."""
        ...

    @property
    def metrics_names(self) -> list[str]:
        """The names of the figures that `evaluate` lists."""
        ...

    @property
    def run_eagerly(self) -> bool:
        """Whether steps run uncompiled."""
        ...

    @property
    def jit_compile(self) -> bool | str | None:
        """How hard steps are compiled."""
        ...

    @property
    def precision(self) -> str | None:
        """What steps compute in; None for what the layers say."""
        ...

    @property
    def steps_per_execution(self) -> int | str:
        """How many batches make one call."""
        ...

    @property
    def variables(self) -> list[Variable]:
        """All weights, and the state of random generators."""
        ...

    @property
    def weights(self) -> list[Variable]:
        """All weights."""
        ...

    @property
    def trainable_variables(self) -> list[Variable]:
        """The weights that training changes."""
        ...

    @property
    def metrics_variables(self) -> list[Variable]:
        """The state of all metrics."""
        ...

    @property
    def trained_now(self) -> Hashable:
        """A key for what is trained and what is frozen."""
        ...

    @property
    def host_part(self) -> HostPart | None:
        """What runs on the host first; None where nothing does."""
        ...

    def cut_by_tracing(self, x: Any) -> None:
        """Finds what runs on the host in a `call` of the user's."""
        ...

    @property
    def takes_text(self) -> bool:
        """Whether text may be among the inputs."""
        ...

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Returns the outputs."""
        ...

    def flatten_layers(self) -> "list[Layer]":
        """Returns the model and all layers inside."""
        ...

    def check_host(self, x: Any) -> None:
        """Raises where inputs on the host cannot be what the model takes."""
        ...

    def reset_metrics(self) -> None:
        """Starts every metric anew."""
        ...

    def train_step(self, data: Any) -> Mapping[str, Any]:
        """Learns from a batch, and returns figures."""
        ...

    def test_step(self, data: Any) -> Mapping[str, Any]:
        """Evaluates a batch, and returns figures."""
        ...

    def predict_step(self, data: Any) -> Any:
        """Returns the outputs for a batch."""
        ...


def needs_compile(model: Trainable) -> None:
    """Raises unless the model has been compiled.

    Raises:
        ArgumentError: it has not.
    """
    if model.compilation is None:
        raise ArgumentError(
            "the model is not compiled yet",
            where=model.name,
            todo='call compile(optimizer="adam", loss=...) first',
        )
