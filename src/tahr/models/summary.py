"""A model as a table: layers, output shapes, parameters, work."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from tahr.core.dtypes import SIZES
from tahr.core.errors import ArgumentError, TahrError
from tahr.core.specs import show
from tahr.core.trees import leaves
from tahr.core.variables import Variable
from tahr.engines.spec.cost import Cost
from tahr.layers.base.layer import Layer
from tahr.models.seen import Calls, calls_of, cost_of, of_layer

if TYPE_CHECKING:
    from tahr.models.model import Model

UNITS = ("", "K", "M", "G", "T", "P")


def summarize(
    model: "Model",
    line_length: int | None,
    print_fn: Callable[[str], None] | None,
    expand_nested: bool,
    show_trainable: bool,
    layer_range: tuple[str, str] | None,
) -> None:
    """Prints the table, or hands its text to a function.

    Args:
        model: what to describe.
        line_length: width in characters.
        print_fn: called with the text in place of printing it.
        expand_nested: whether the layers of inner models are listed.
        show_trainable: whether a column says which layers are trained.
        layer_range: names of the first and last layer to list.
    """
    content = Group(
        Text.assemble("Model: ", (model.name, "bold")),
        _table(model, expand_nested, show_trainable, layer_range),
        *_totals(model),
    )
    if print_fn is None:
        Console(width=line_length, highlight=False).print(content)
        return
    console = Console(width=line_length or 100, highlight=False, color_system=None)
    with console.capture() as capture:
        console.print(content)
    print_fn(capture.get().rstrip("\n"))


def _table(
    model: "Model", nested: bool, trainable: bool, layer_range: tuple[str, str] | None
) -> Table:
    branching = model.graph is not None and _branches(model)
    calls = calls_of(model)
    table = Table(box=box.ROUNDED, header_style="bold", pad_edge=True)
    table.add_column("Layer (type)", overflow="fold")
    table.add_column("Output shape", overflow="fold")
    table.add_column("Params", justify="right")
    table.add_column("FLOPs", justify="right")
    if branching:
        table.add_column("From", overflow="fold")
    if trainable:
        table.add_column("Trained", justify="center")
    for depth, owner, layer in _rows(model, nested, layer_range):
        cells = [
            Text.assemble("  " * depth, (layer.name, "bold"), f" ({type(layer).__name__})"),
            _output_shape(layer, calls),
            f"{layer.count_params():,}" if layer.built else "unbuilt",
            _work(layer, calls),
        ]
        if branching:
            cells.append(_origins(owner, layer))
        if trainable:
            cells.append("yes" if layer.trainable else "no")
        table.add_row(*cells)
    return table


def _rows(
    model: "Model", nested: bool, layer_range: tuple[str, str] | None
) -> list[tuple[int, "Model", Layer]]:
    layers: list[Layer] = list(model.layers)
    if layer_range is not None:
        names = [layer.name for layer in layers]
        if not set(layer_range) <= set(names):
            raise ArgumentError(
                "layer_range names no layer",
                where=model.name,
                expected=", ".join(names),
                got=layer_range,
            )
        layers = layers[names.index(layer_range[0]) : names.index(layer_range[1]) + 1]
    rows: list[tuple[int, Model, Layer]] = []
    for layer in layers:
        rows.append((0, model, layer))
        inner: Any = layer
        if nested and getattr(layer, "layers", None):
            rows += [(depth + 1, owner, sub) for depth, owner, sub in _rows(inner, True, None)]
    return rows


def _branches(model: "Model") -> bool:
    nodes = model._graph().nodes
    uses = [id(t) for n in nodes for t in n.inputs]
    several = any(len(n.inputs) > 1 for n in nodes) or len(model.inputs) > 1
    return several or len(uses) != len(set(uses))


def _output_shape(layer: Layer, calls: Calls) -> str:
    if layer.nodes:
        return ", ".join(show(t.shape) for t in leaves(layer.nodes[0].outputs))
    seen = of_layer(layer, calls)
    return ", ".join(map(show, seen[0].shapes)) if seen else "?"


def _origins(owner: "Model", layer: Layer) -> str:
    if owner.graph is None:
        return "-"
    nodes = [n for n in owner.graph.nodes if n.operation is layer]
    names = [t.node.operation.name for n in nodes for t in n.inputs if t.node is not None]
    return ", ".join(names) or "-"


def cost(layer: Layer, calls: Calls) -> Cost | None:
    """Counts what a layer costs for one sample, or None where that cannot be told.

    A multiply-add is two operations. A layer that is used several times counts each time.
    """
    seen = of_layer(layer, calls)
    if not seen and not layer.nodes:
        return None
    try:
        return cost_of(layer, seen)
    except TahrError:
        return None


def _work(layer: Layer, calls: Calls) -> str:
    found = cost(layer, calls)
    return "?" if found is None else short(found.flops)


def short(number: float) -> str:
    """Writes a large number in three digits and a unit.

    Example:
        >>> short(15_680), short(12)
        ('15.7 K', '12')
    """
    for unit in UNITS:
        if abs(number) < 1000:
            return f"{number:.3g} {unit}".strip()
        number /= 1000
    return f"{number:.3g}e18"


def _bytes(size: float) -> str:
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024:
            return f"{size:.2f} {unit}"
        size /= 1024
    return f"{size:.2f} TB"


def _held(variables: list[Variable]) -> int:
    return sum(v.size * SIZES[v.dtype] for v in variables)


def _totals(model: "Model") -> list[Text]:
    groups = {
        "Total params": model.weights,
        "Trainable": model.trainable_weights,
        "Non-trainable": model.non_trainable_weights,
    }
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None and optimizer.built:
        groups["Optimizer"] = optimizer.variables
    lines = [
        Text(f"{label}: {sum(v.size for v in found):,} ({_bytes(_held(found))})")
        for label, found in groups.items()
    ]
    calls = calls_of(model)
    costs = [c for c in (cost(layer, calls) for layer in model.layers) if c is not None]
    if costs:
        work, memory = sum(c.flops for c in costs), sum(c.nbytes for c in costs)
        lines.append(Text(f"Forward: {short(work)} FLOPs and {_bytes(memory)} a sample"))
    return lines
