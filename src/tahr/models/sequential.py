"""Sequential: a plain chain of layers."""

from collections.abc import Sequence
from typing import Any

from tahr.core import names, policies
from tahr.core.dtypes import STRING
from tahr.core.errors import ArgumentError, told
from tahr.core.mistaken import advice_about
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.serialization import deserialize, serialize
from tahr.core.spending import limited_by
from tahr.core.typing import Shape
from tahr.layers.base.layer import Layer
from tahr.layers.core.input_layer import InputLayer
from tahr.models.added import refuse
from tahr.models.graph import Graph
from tahr.models.model import Model
from tahr.ops.symbolic import SymbolicTensor


@known_as("keras", "Sequential")
@known_as("keras.models", "Sequential")
@rows_apart
class Sequential(Model):
    """A chain of layers, each with one input and one output; a model may begin it that has more.

    It is built as soon as the shape of the input is known: from an `Input`, from the first
    layer's `input_shape`, or from the first data.

    Args:
        layers: the layers in order.
        trainable: whether training changes the weights.
        name: `sequential`, numbered, by default.
        engine: what computes, or "auto"; the engine in use where it runs by default.

    Example:
        >>> from tahr import layers
        >>> model = Sequential([layers.Input((4,)), layers.Dense(2)])
        >>> model.output_shape
        (None, 2)
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> "Sequential":
        return object.__new__(cls)

    def __init__(
        self,
        layers: Sequence[Any] | None = None,
        trainable: bool = True,
        name: str | None = None,
        engine: str | None = None,
    ) -> None:
        super().__init__(trainable=trainable, name=name, engine=engine)
        self._chain: list[Layer] = []
        if isinstance(layers, Layer | SymbolicTensor | type) or not isinstance(trainable, bool):
            raise ArgumentError(
                "the layers of a Sequential go into one list",
                where=self.name,
                expected="Sequential([first, second, ...])",
                got=told(layers if isinstance(trainable, bool) else trainable),
            )
        for layer in layers or ():
            self.add(layer, rebuild=False)
        self._rebuild()

    def add(self, layer: Any, rebuild: bool = True) -> None:
        """Puts a layer at the end.

        Args:
            layer: a layer, or the symbolic tensor `Input` gives.
            rebuild: whether to build right away, where the input's shape is known.

        Raises:
            ArgumentError: it is no layer, its name is taken, or an input comes too late.
        """
        if isinstance(layer, SymbolicTensor) and layer.node is not None:
            layer = layer.node.operation
        if not isinstance(layer, Layer):
            raise ArgumentError(
                "only layers can be added",
                where=self.name,
                got=told(layer),
                todo=advice_about(layer),
            )
        if any(layer.name == other.name for other in self._chain):
            raise ArgumentError(
                f"a layer called {layer.name!r} is there already",
                where=self.name,
                todo="give each layer its own name",
            )
        if isinstance(layer, InputLayer) and self._chain:
            raise ArgumentError("an input must come first", where=self.name, got=layer.name)
        declared = layer._declared
        if not self._chain and declared is not None and not isinstance(layer, InputLayer):
            self._chain.append(InputLayer(batch_shape=declared, dtype=_input_dtype(layer)))
        self._chain.append(layer)
        if rebuild:
            self._extend(layer)

    def pop(self, rebuild: bool = True) -> Layer:
        """Takes the last layer away.

        Returns:
            The layer.

        Raises:
            ArgumentError: there is none.
        """
        if not self.layers:
            raise ArgumentError("there is no layer to take away", where=self.name)
        layer = self._chain.pop()
        if rebuild:
            self._shorten(layer)
        else:
            self.graph = None
            self.built: bool = False
        return layer

    def _extend(self, layer: Layer) -> None:
        """Takes up a layer that was put at the end: the others are not called again for it."""
        graph = self.graph
        if graph is None:
            self._rebuild()
            return
        with names.inside(self.name):
            self.set_graph(Graph(graph.inputs, layer(graph.outputs)))

    def _shorten(self, layer: Layer) -> None:
        """Leaves out a layer that was taken from the end: the others are not called again."""
        graph = self.graph
        last = None if graph is None else graph.flat_outputs[0].node
        if graph is None or last is None or last.operation is not layer or not self.layers:
            self._rebuild()
            return
        layer.nodes.remove(last)
        self.set_graph(Graph(graph.inputs, last.args[0]))

    def _rebuild(self) -> None:
        self.graph = None
        self.built = False
        start = self._start()
        if start is not None and self.layers:
            self._connect(start)

    def _start(self) -> SymbolicTensor | list[SymbolicTensor] | None:
        """Returns what the first layer is given, where that is known without any data."""
        first = self._chain[0] if self._chain else None
        if isinstance(first, InputLayer):
            return first.output
        if not isinstance(first, Model) or first.graph is None:
            return None
        if len(first.inputs) > 1:  # stay the same: another branch may begin with one of them too
            return first.inputs
        return self._input_of(first, first.inputs[0].shape)

    def _input_of(self, first: Layer, shape: Any) -> SymbolicTensor:
        lengths = (None, *tuple(shape)[1:])
        return InputLayer(batch_shape=lengths, dtype=_input_dtype(first)).output

    def build(self, input_shape: Any = None) -> None:
        if self.graph is not None or not self.layers:
            return
        if isinstance(self._chain[0], InputLayer):
            self._connect(self._chain[0].output)
            return
        if input_shape is None:
            raise ArgumentError("the shape of the input is needed to build", where=self.name)
        self._connect(self._input_of(self.layers[0], input_shape))

    @property
    def takes_text(self) -> bool:
        if self.graph is not None or not self._chain:
            return super().takes_text
        return _input_dtype(self._chain[0]) == STRING

    @property
    def input_dtype(self) -> str:
        first = _input_dtype(self._chain[0]) if self._chain else None
        return STRING if first == STRING else super().input_dtype

    def _connect(self, start: SymbolicTensor | list[SymbolicTensor]) -> None:
        tensor: Any = start
        with names.inside(self.name):
            for layer in self.layers:
                tensor = layer(tensor)
        self.set_graph(Graph(start, tensor))

    @property
    def layers(self) -> list[Layer]:
        """The layers, the input aside."""
        return self._shown(o for o in self._chain if not isinstance(o, InputLayer))

    def set_graph(self, graph: Graph) -> None:
        super().set_graph(graph)
        inside = {id(operation) for operation in graph.operations}
        self._chain = [o for o in self._chain if id(o) in inside or isinstance(o, InputLayer)]

    def compute_output_shape(self, input_shape: Shape) -> Any:
        for layer in self.layers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    def get_config(self) -> dict[str, Any]:
        chain = self._chain if self.graph is None else [self.graph.operations[0], *self.layers]
        refuse(self.added, self.name)
        config: dict[str, Any] = {
            **_own_config(self),
            "layers": [serialize(layer) for layer in chain],
        }
        if self.graph is not None:
            config["build_input_shape"] = self.input_shape
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> "Sequential":
        if not isinstance(config.get("layers"), list):
            return cls(**config)
        with limited_by(config):
            return cls._of_layers(config, custom_objects)

    @classmethod
    def _of_layers(cls, config: dict[str, Any], custom_objects: Any) -> "Sequential":
        model = cls(name=config.get("name"), trainable=config.get("trainable", True))
        for layer in config["layers"]:
            model.add(deserialize(layer, custom_objects=custom_objects), rebuild=False)
        model._rebuild()
        shape = config.get("build_input_shape")
        if model.graph is None and shape:
            model.build(tuple(shape))
        return model


def _own_config(model: Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "trainable": model.trainable,
        "dtype": policies.serialize(model.dtype_policy),
    }


def _input_dtype(layer: Layer) -> str | None:
    if isinstance(layer, InputLayer):
        return layer.dtype
    return getattr(layer, "input_dtype", None)
