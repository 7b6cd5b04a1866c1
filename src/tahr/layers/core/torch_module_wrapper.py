"""A PyTorch module as a layer."""

from collections.abc import Iterator
from typing import Any

from tahr.core import current, trees
from tahr.core.errors import ArgumentError, EngineError, SavingError, told
from tahr.core.registry import known_as
from tahr.layers.base.layer import Layer


@known_as("keras.layers", "TorchModuleWrapper")
class TorchModuleWrapper(Layer):
    """Computes with a PyTorch module, on the PyTorch engine.

    The module's parameters become weights that training changes, and its buffers weights that
    it does not. They are the module's own: it learns what the layer learns.

    Args:
        module: a `torch.nn.Module` whose parameters have their shapes.
        name: of the layer.
        output_shape: of the output, batch included; found by tracing the module where None.
        **kwargs: what every layer takes.

    Call with what the module takes; `training` sets its mode.

    Raises:
        ArgumentError: it is no module.
        EngineError: it is run on another engine.

    Example:
        >>> import torch
        >>> from tahr import models
        >>> layer = TorchModuleWrapper(torch.nn.Linear(3, 2))
        >>> model = models.Sequential([layer]).to("torch")
        >>> model.predict(torch.ones(4, 3), verbose=0).shape
        (4, 2)
    """

    opens_lengths = False

    untracked: frozenset[str] = Layer.untracked | {"module"}

    def __init__(
        self, module: Any, name: str | None = None, output_shape: Any = None, **kwargs: Any
    ) -> None:
        from tahr.engines.torch import modules

        super().__init__(name=name, **kwargs)
        if not callable(getattr(module, "named_parameters", None)):
            raise ArgumentError("expected a torch.nn.Module", where=self.name, got=told(module))
        self.module = module
        self.output_shape = output_shape
        self._run = modules.run
        self._held = modules.variables(module)

    def parameters(self, recurse: bool = True) -> Iterator[Any]:
        """Returns the parameters of the module, for PyTorch's optimizers.

        Args:
            recurse: whether those of its submodules are among them.
        """
        parameters: Iterator[Any] = self.module.parameters(recurse=recurse)
        return parameters

    def take_in(self) -> None:
        """Leaves the module what it is."""

    def call(self, *args: Any, training: bool | None = None, **kwargs: Any) -> Any:
        engine = current.engine()
        if engine.name == "spec":
            return self._foretold(args, bool(training), kwargs)
        if engine.name != "torch":
            raise EngineError(
                "a PyTorch module runs on the PyTorch engine alone",
                where=self.name,
                expected="torch",
                got=engine.name,
                todo='model.to("torch"), or set TAHR_ENGINE=torch',
            )
        return self._run(self.module, self._held, bool(training), args, kwargs)

    def _foretold(self, args: tuple[Any, ...], training: bool, kwargs: dict[str, Any]) -> Any:
        spec = current.engine()
        leaves, structure = trees.flatten((args, kwargs))
        places = [i for i, leaf in enumerate(leaves) if spec.is_tensor(leaf)]

        def run(*tensors: Any) -> Any:
            filled = list(leaves)
            for place, tensor in zip(places, tensors, strict=True):
                filled[place] = tensor
            given, named = trees.unflatten(structure, filled)
            return self._run(self.module, self._held, training, given, named)

        with current.using("torch") as engine:
            return engine.evaluate_spec(run, [leaves[i] for i in places])

    def compute_output_shape(self, *args: Any, **kwargs: Any) -> Any:
        if self.output_shape is not None:
            return tuple(self.output_shape)
        return super().compute_output_shape(*args, **kwargs)

    def get_config(self) -> dict[str, Any]:
        raise ArgumentError(
            "a PyTorch module is code, which no file of a model holds",
            where=self.name,
            todo="save the weights alone, with save_weights, and make the model anew in Python",
        )

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "TorchModuleWrapper":
        raise SavingError(
            "a PyTorch module in a file is a pickle, and code from a file is never run",
            where=str(config.get("name"))[:80],
            todo="make the model anew in Python, and load its weights into it",
        )
