"""Writing a graph down as one Python function with as little between its calls as can be."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import torch
from torch._ops import OpOverload
from torch.fx import GraphModule, Node

HOMES = [getattr(torch._C, name) for name in ("_VariableFunctions", "TensorBase", "_nn")]
"""Where PyTorch keeps bindings that are called faster than `torch.ops`."""


def emitted(
    module: GraphModule, own: Mapping[Node, Callable[..., Any]] = MappingProxyType({})
) -> Callable[..., Any]:
    """Returns a function that runs a graph, and frees what it needs no longer.

    Args:
        module: the graph with its constants.
        own: what to call for some nodes in place of their operators.
    """
    names: dict[Node, str] = {}
    scope: dict[str, Any] = {}
    lines: list[str] = []
    parameters: list[str] = []
    dying = _last_uses(module)

    def written(value: Any) -> str:
        if isinstance(value, Node):
            return names[value]
        if isinstance(value, list | tuple):
            inside = "".join(f"{written(v)}, " for v in value)
            return f"[{inside}]" if isinstance(value, list) else f"({inside})"
        if value is None or type(value) in (bool, int, str):
            return repr(value)
        name = f"c{len(scope)}"
        scope[name] = value
        return name

    for number, node in enumerate(module.graph.nodes):
        names[node] = f"v{number}"
        if node.op == "placeholder":
            parameters.append(names[node])
        elif node.op == "get_attr":
            scope[names[node]] = getattr(module, node.target)
        elif node.op == "output":
            lines.append(f"return {written(node.args[0])}")
        else:
            scope[f"f{number}"] = own.get(node) or _bound(node)
            given = [written(a) for a in node.args]
            given += [f"{name}={written(value)}" for name, value in node.kwargs.items()]
            lines.append(f"{names[node]} = f{number}({', '.join(given)})")
            freed = [names[n] for n in dying.get(node, ()) if n.op != "get_attr"]
            lines += [f"del {', '.join(freed)}"] if freed else []
    source = f"def replay({', '.join(parameters)}):\n" + "".join(f"    {line}\n" for line in lines)
    exec(source, scope)
    return scope["replay"]


def _bound(node: Node) -> Callable[..., Any]:
    target: Any = node.target
    if not isinstance(target, OpOverload):
        return target
    # Only torch.ops takes lists with a None among tensors.
    sparse = any(isinstance(a, list | tuple) and None in a for a in node.args)
    for home in HOMES if target.namespace == "aten" and not sparse else ():
        found = getattr(home, target._opname, None)
        if found is not None:
            return found
    return target._op


def _last_uses(module: GraphModule) -> dict[Node, list[Node]]:
    seen: set[Node] = set()
    last: dict[Node, list[Node]] = {}
    for node in reversed(module.graph.nodes):
        for used in node.all_input_nodes:
            if used not in seen:
                seen.add(used)
                last.setdefault(node, []).append(used)
    return last
