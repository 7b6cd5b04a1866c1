"""Making a recorded graph cheaper to replay: nothing computed twice, or anew at each call."""

from typing import Any

import torch
from torch._ops import OpOverload
from torch.fx import Graph, GraphModule, Node
from torch.fx.node import map_arg

from tahr.engines.torch.updates import join_updates
from tahr.engines.torch.views import keep_apart

aten = torch.ops.aten
SAME = {
    aten.detach.default,
    aten.alias.default,
    aten.lift_fresh.default,
    aten.lift_fresh_copy.default,
}
SHAPED = {
    aten.ones_like.default,
    aten.zeros_like.default,
    aten.full_like.default,
    aten.new_zeros.default,
    aten.new_full.default,
}
"""What looks at no value of its input."""
SECRETIVE = {aten.native_batch_norm.default, aten.cudnn_batch_norm.default}
"""What writes to its inputs though its schema does not say so."""
FOLDED = 2**12
"""The most elements that a constant worth keeping has."""


def tuned(module: GraphModule, given_away: int = 0) -> GraphModule:
    """Makes a recording cheaper, in place.

    Args:
        module: a recording without gradients, of operators that write to none of its inputs.
        given_away: how many of its first inputs nobody needs afterwards.
    """
    graph = module.graph
    graph.eliminate_dead_code()
    if _functional(graph):
        _skip_copies(graph)
        _fold(module)
        _share(module)
        _fuse(graph)
        join_updates(graph)
        graph.eliminate_dead_code()
    keep_apart(graph, given_away)
    module.recompile()
    return module


def _calls(graph: Graph) -> list[Any]:
    return [n for n in graph.nodes if n.op == "call_function" and isinstance(n.target, OpOverload)]


def _functional(graph: Graph) -> bool:
    """Turns operators that write to something fleeting into those that do not, if all can be."""
    for node in _calls(graph):
        target = node.target
        if target in SECRETIVE:
            return False
        if not target._schema.is_mutable:
            continue
        name, overload = target._opname, target._overloadname
        other = getattr(getattr(aten, name.removesuffix("_"), None), overload, None)
        if not name.endswith("_") or other is None or not _fleeting(node.args[0]):
            return False
        node.target = other
    return True


def _fleeting(written: Any) -> bool:
    """Returns whether nobody sees a tensor but who writes to it."""
    if not isinstance(written, Node) or not isinstance(written.target, OpOverload):
        return False
    is_view = any(r.alias_info is not None for r in written.target._schema.returns)
    return len(written.users) == 1 and not is_view


def _replace(node: Any, other: Any) -> None:
    node.replace_all_uses_with(other)
    node.graph.erase_node(node)


def _skip_copies(graph: Graph) -> None:
    for node in _calls(graph):
        if node.target in SAME:
            _replace(node, node.args[0])


def _fold(module: GraphModule) -> None:
    """Computes now what depends on no input."""
    known = {n: getattr(module, n.target) for n in module.graph.nodes if n.op == "get_attr"}
    for node in _calls(module.graph):
        foretold = node.meta.get("val")
        if not isinstance(foretold, torch.Tensor) or foretold.numel() > FOLDED:
            continue
        if torch.Tag.nondeterministic_seeded in node.target.tags:
            continue
        shaped = node.target in SHAPED
        if not shaped and any(n not in known for n in node.all_input_nodes):
            continue
        with torch.no_grad():
            value = _shaped(node, foretold) if shaped else _computed(node, known)
        name = f"_folded_{node.name}"
        module.register_buffer(name, value, persistent=False)
        with module.graph.inserting_before(node):
            constant = module.graph.get_attr(name)
        known[constant] = value
        _replace(node, constant)


def _shaped(node: Any, foretold: torch.Tensor) -> torch.Tensor:
    empty = torch.empty(foretold.shape, dtype=foretold.dtype, device=foretold.device)
    fills: dict[Any, Any] = {
        aten.ones_like.default: 1,
        aten.zeros_like.default: 0,
        aten.new_zeros.default: 0,
    }
    return empty.fill_(fills.get(node.target, node.args[-1]))


def _computed(node: Any, known: dict[Node, torch.Tensor]) -> torch.Tensor:
    args, kwargs = map_arg((node.args, node.kwargs), lambda n: known[n])
    return node.target(*args, **kwargs)


def _share(module: GraphModule) -> None:
    """Computes once what is computed several times."""
    seen: dict[Any, Node] = {}
    for node in list(module.graph.nodes):
        if node.op == "get_attr":
            key = _constant_key(node, getattr(module, node.target))
        elif node.op == "call_function" and _repeatable(node):
            key = (node.target, _key(node.args), _key(node.kwargs))
        else:
            continue
        if key in seen:
            _replace(node, seen[key])
        else:
            seen[key] = node


def _repeatable(node: Node) -> bool:
    return torch.Tag.nondeterministic_seeded not in getattr(node.target, "tags", ())


def _constant_key(node: Node, value: torch.Tensor) -> Any:
    if value.numel() > FOLDED or value.device.type != "cpu":
        return node.target
    return value.dtype, value.shape, value.stride(), str(value.tolist())


def _key(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value), tuple(_key(v) for v in value)
    if isinstance(value, dict):
        return tuple((name, _key(v)) for name, v in value.items())
    return type(value), value


def _fuse(graph: Graph) -> None:
    """Replaces sums by the operators that do them in one go."""
    for node in _calls(graph):
        if node.target is not aten.add.Tensor or node.kwargs:
            continue
        x, y = node.args
        if _is(x, aten.mm.default) and _rank(y) == 1:
            _become(node, aten.addmm.default, (y, *x.args))
        elif _is(y, aten.mul.Tensor) and _is(y.args[0], aten.sub.Tensor):
            difference, weight = y.args
            if difference.args[1] is x and not difference.kwargs and _rank(weight) == 0:
                _become(node, aten.lerp.Tensor, (x, difference.args[0], weight))


def _is(node: Any, target: OpOverload) -> bool:
    return isinstance(node, Node) and node.target is target and len(node.users) == 1


def _rank(node: Any) -> int | None:
    value = node.meta.get("val") if isinstance(node, Node) else None
    return value.ndim if isinstance(value, torch.Tensor) else None


def _become(node: Node, target: OpOverload, args: tuple[Any, ...]) -> None:
    node.target, node.args = target, args
