"""How the layers of a model are called: read from its graph, or seen on a run on specs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tahr.core import current, trees, watching
from tahr.core.scopes import StateScope
from tahr.core.specs import TensorSpec, opened
from tahr.engines.spec.cost import Cost, counting
from tahr.layers.base.layer import Layer

if TYPE_CHECKING:
    from tahr.models.model import Model


@dataclass(frozen=True)
class Seen:
    """One call of a layer.

    Args:
        args: positional arguments, with symbolic tensors or specs in them.
        kwargs: keyword arguments, likewise.
        outputs: a tree of symbolic tensors or specs.
    """

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    outputs: Any

    @property
    def shapes(self) -> list[Any]:
        """The shapes of the outputs."""
        return [opened(t.shape) for t in trees.leaves(self.outputs) if t is not None]


Calls = dict[int, list[Seen]]
"""The calls of each layer, by its id."""


def calls_of(model: "Model") -> Calls:
    """Returns the calls of a model's layers, of inner models and layers too.

    Those of a model that has no graph are known once it has been called.

    Args:
        model: any kind of model.
    """
    return _on_specs(model) if model.graph is None else {}


def of_layer(layer: Layer, calls: Calls) -> list[Seen]:
    """Returns the calls of one layer, from its nodes where it has any.

    Args:
        layer: of the model.
        calls: what `calls_of` found.
    """
    if layer.nodes:
        return [Seen(node.args, node.kwargs, node.outputs) for node in layer.nodes if node.inputs]
    return calls.get(id(layer), [])


def cost_of(layer: Layer, seen: list[Seen]) -> Cost:
    """Counts what the calls of a layer cost for one sample.

    Args:
        layer: what is called.
        seen: its calls.
    """
    with counting() as counted:
        for call in seen:
            layer.compute_output_spec(*call.args, **call.kwargs)
    return counted


def _on_specs(model: "Model") -> Calls:
    found: Calls = {}
    shapes = model._build_shapes if model.built else None
    if not shapes:
        return found

    def note(event: watching.Event) -> None:
        if event.kind == "layer" and isinstance(event.owner, Layer):
            args, kwargs = event.inputs
            found.setdefault(id(event.owner), []).append(Seen(args, kwargs, event.outputs))

    inputs = [_specs(shape, model.input_dtype) for shape in shapes.values()]
    try:
        with current.using("spec"), StateScope(), watching.watched(note):
            model(*inputs)
    except Exception:
        found.clear()
    return found


def _specs(shape: Any, dtype: str) -> Any:
    def open_batch(one: Any) -> TensorSpec:
        return TensorSpec((None, *one[1:]), dtype)

    return trees.map(open_batch, shape, is_leaf=trees.is_shape)
