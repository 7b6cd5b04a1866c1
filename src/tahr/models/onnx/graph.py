"""The layer that computes what a graph of ONNX does, and models of it."""

from collections import ChainMap
from collections.abc import MutableMapping
from typing import Any, TypeAlias

import numpy as np

from tahr import ops
from tahr.core.errors import SavingError, TahrError
from tahr.core.registry import known_as
from tahr.core.spending import limited
from tahr.core.tracebacks import ends_at_user
from tahr.initializers import Zeros
from tahr.layers import Input
from tahr.layers.base.layer import Layer
from tahr.models.model import Model
from tahr.models.onnx.describing import Described, described, restored
from tahr.models.onnx.known import fixed
from tahr.models.onnx.nodes import DTYPES, OPERATORS
from tahr.models.onnx.reading import damaged, read

Values: TypeAlias = MutableMapping[str, Any]


@known_as("tahr.layers", "OnnxGraph")
class OnnxGraph(Layer):
    """A graph of ONNX with its weights, which can be trained. `load_onnx` makes it of a file.

    Args:
        graph: its nodes, as plain data.
        constants: the arrays that are no weights, as plain data.
        parameters: of each weight its shape, dtype and whether it is trained.
        **kwargs: what every layer takes.
    """

    def __init__(
        self,
        graph: dict[str, Any],
        constants: dict[str, Any],
        parameters: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.graph_of_file: dict[str, Any] = graph
        self._description = {"graph": graph, "constants": constants, "parameters": parameters}
        self._constants = {key: restored(value) for key, value in constants.items()}
        self._kept: dict[str, Any] = {}

    def get_config(self) -> dict[str, Any]:
        base = {"name": self.name, "trainable": self.trainable, "dtype": self.dtype_policy.name}
        return {**base, **self._description}

    def build(self, input_shape: Any) -> None:
        for number, (key, about) in enumerate(self._description["parameters"].items()):
            shape, dtype, trained = about
            self._kept[key] = self.add_weight(
                tuple(shape), Zeros(), dtype, trainable=trained, name=f"weight_{number}"
            )

    def weight_of(self, key: str) -> Any:
        """Returns the variable of a weight, by its name in the file."""
        return self._kept[key]

    def call(self, inputs: Any) -> Any:
        given = list(inputs) if isinstance(inputs, list | tuple) else [inputs]
        values = dict(zip(self.graph_of_file["inputs"], given, strict=True))
        found = self._run(self.graph_of_file, values)
        return found[0] if len(found) == 1 else found

    def _run(self, graph: dict[str, Any], values: Values) -> list[Any]:
        for name, key in graph["held"].items():
            values[name] = self._kept[key].value if key in self._kept else self._constants[key]
        for node in graph["nodes"]:
            given = [values[name] if name else None for name in node["inputs"]]
            made = self._loop(node, given, values) if node["body"] else _computed(node, given)
            listed = list(made) if isinstance(made, list | tuple) else [made]
            values.update(zip(node["outputs"], listed, strict=False))
        return [ops.convert_to_tensor(_whole(values[name])) for name in graph["outputs"]]

    def _loop(self, node: dict[str, Any], given: list[Any], values: Values) -> list[Any]:
        """Runs the body as often as the graph says."""
        rounds, _, *states = given
        body = node["body"]
        if rounds is None or not fixed(rounds):
            raise SavingError("loops that end by what they compute are not known", where="Loop")
        count = rounds.reshape(-1).tolist()[0]

        def step(carried: Any, _: Any) -> tuple[Any, Any]:
            number, *before = carried
            own = zip(body["inputs"], [number, np.array(True), *before], strict=True)
            inside = ChainMap(dict(own), values)
            _, *found = self._run(body, inside)
            after = [ops.cast(x, ops.dtype(b)) for x, b in zip(found, before, strict=False)]
            return (number + 1, *after), tuple(found[len(before) :])

        start = [ops.convert_to_tensor(_whole(s)) for s in states]
        number = ops.convert_to_tensor(0, "int32")
        after, stacked = ops.scan(step, (number, *start), None, length=count)
        return [*after[1:], *stacked]


def _whole(value: Any) -> Any:
    """Returns what was computed with lengths as whole numbers."""
    if fixed(value) and value.dtype == object:
        return ops.stack([ops.convert_to_tensor(n, "int64") for n in value.reshape(-1)])
    return value


def _computed(node: dict[str, Any], given: list[Any]) -> Any:
    attributes = {key: restored(value) for key, value in node["attributes"].items()}
    if node["op"] == "Split":
        attributes.setdefault("num_outputs", len(node["outputs"]))
    return OPERATORS[node["op"]](attributes, *given)


@ends_at_user
def load_onnx(filepath: Any) -> Any:
    """Reads a file of ONNX as a model, whose weights can be trained further.

    Nothing in the file is run: it is read as data, weights that it keeps in other files are
    refused, and operators that are not known are listed all at once.

    Args:
        filepath: the file, or one that is open for bytes.

    Returns:
        A functional model of the file's inputs and outputs.

    Raises:
        MissingExtraError: onnx is not installed.
        SavingError: the file is damaged, or has operators that are not known.

    Example:
        >>> import io, tahr
        >>> file = io.BytesIO()
        >>> model = tahr.Sequential([tahr.Input((3,)), tahr.layers.Dense(2)])
        >>> model.export(file, format="onnx", verbose=False)
        >>> _ = file.seek(0)
        >>> load_onnx(file).output_shape
        (None, 2)
    """
    graph, where = read(filepath)
    with limited(graph.ByteSize(), where):
        try:
            return _model(graph, where)
        except TahrError:
            raise
        except Exception as error:  # whatever the numbers and attributes of a file lead to
            raise damaged(where, f"{type(error).__name__}: {error}") from error


def _model(graph: Any, where: str) -> Any:
    found = described(graph, where)
    layer = OnnxGraph(found.graph, found.constants, _parameters(found), name="graph")
    stored = set(found.graph["inputs"])
    inputs = [_input(one, where) for one in graph.input if one.name in stored]
    if not inputs:
        raise damaged(where, "it has no inputs")
    model = Model(inputs, layer(inputs if len(inputs) > 1 else inputs[0]))
    for key, value in found.weights.items():
        layer.weight_of(key).assign(value)
    return model


def _parameters(found: Described) -> dict[str, Any]:
    return {
        key: [list(value.shape), value.dtype.name, key not in found.fixed]
        for key, value in found.weights.items()
    }


def _input(one: Any, where: str) -> Any:
    tensor = one.type.tensor_type
    dtype = DTYPES.get(tensor.elem_type)
    shape = [d.dim_value if d.dim_value > 0 else None for d in tensor.shape.dim]
    if dtype is None or not shape:
        raise damaged(where, f"the input {one.name!r} has no shape or dtype that models take")
    return Input(shape[1:], batch_size=shape[0], dtype=dtype, name=one.name)
