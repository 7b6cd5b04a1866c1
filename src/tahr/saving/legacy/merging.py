"""Stacks of Keras 1 that begin with a merge of branches, written as graphs of that time."""

from typing import Any

from tahr.compat.shapes import WHOLE
from tahr.core.errors import SavingError
from tahr.core.typing import is_dict, is_list

INPUTS = ("InputLayer", "Input")


def entries_of(config: Any) -> list[Any]:
    """Returns the layers of a model's configuration; none where it is something else."""
    found = config.get("layers") if is_dict(config) else config
    return found if is_list(found) else []


def begins_with_merge(config: Any) -> bool:
    """Returns whether the first layer of a stack merges branches that stand in it."""
    first = next(iter(entries_of(config)), None)
    return (
        is_dict(first) and first.get("class_name") == "Merge"
        and is_dict(first.get("config")) and bool(first["config"].get("layers"))
    )  # fmt: skip


def as_graph(entry: dict[str, Any]) -> dict[str, Any]:
    """Returns a stack that begins with a merge as a graph: inputs, branches, merge and the rest.

    Args:
        entry: the stack, as Keras 1 wrote it.

    Raises:
        SavingError: the shape of a branch's input is not known.
    """
    merge, *rest = entries_of(entry["config"])
    layers: list[dict[str, Any]] = []
    starts: list[list[Any]] = []
    ends: list[list[Any]] = []
    for number, branch in enumerate(merge["config"]["layers"]):
        if branch["class_name"] == "Sequential" and begins_with_merge(branch["config"]):
            branch = as_graph(branch)
        name = f"branch_{number}"
        places: list[list[Any]] = []
        for shape, dtype in inputs_of(branch):
            start = f"branch_input_{len(starts)}"
            inner = {"name": start, "batch_input_shape": shape, "input_dtype": dtype}
            layers.append(_named("InputLayer", start, inner, []))
            starts.append([start, 0, 0])
            places.append([start, 0, 0])
        config: Any = branch["config"]
        if branch["class_name"] == "Sequential":
            config = {"name": name, "layers": entries_of(config)}
        else:
            name = str(config.get("name", name))
        layers.append(_named(str(branch["class_name"]), name, {**config, "name": name}, [places]))
        ends.append([name, 0, 0])
    merged = {key: value for key, value in merge["config"].items() if key != "layers"}
    calls: list[list[Any]] = ends
    for number, layer in enumerate([{**merge, "config": merged}, *rest]):
        config = layer["config"]
        if is_list(config):
            config = {"name": f"stack_{number}", "layers": config}
        name = str(config.get("name", f"layer_{number}"))
        layers.append(_named(str(layer["class_name"]), name, config, [calls]))
        calls = [[name, 0, 0]]
    config = {"name": "merged", "layers": layers, "input_layers": starts, "output_layers": calls}
    return {**entry, "class_name": "Model", "config": config}


def inputs_of(entry: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Lists the shapes and dtypes of what a layer or model is called on, where it says so.

    Raises:
        SavingError: it does not.
    """
    if found := _inputs_of(entry):
        return found
    raise SavingError("the shape of a branch's input is not in the file", got=repr(entry)[:80])


def known_input(config: Any) -> Any | None:
    """Returns the shape of what a stack is called on, where its first layer is a model.

    None where its first layer is none, or the model has several inputs or does not say.
    """
    first = next(iter(entries_of(config)), None)
    if not is_dict(first) or not entries_of(first.get("config")):
        return None
    found = _inputs_of(first)
    return found[0] if len(found) == 1 else None


def _inputs_of(entry: Any) -> list[tuple[Any, Any]]:
    config = entry.get("config") if is_dict(entry) else None
    if is_dict(config) and "input_layers" in config:
        starts = config["input_layers"]
        if not is_list(starts):
            return []
        starts = starts if starts and is_list(starts[0]) else [starts]
        layers = {e.get("name"): e for e in entries_of(config) if is_dict(e)}
        return [found for start in starts for found in _inputs_of(layers.get(start[0]))]
    if layers := entries_of(config):
        return _inputs_of(layers[0])
    if not is_dict(config):
        return []
    shape = next((config[key] for key in WHOLE if config.get(key)), None)
    return [(shape, config.get("input_dtype") or config.get("dtype"))] if shape else []


def _named(kind: str, name: str, config: dict[str, Any], calls: list[Any]) -> dict[str, Any]:
    return {"class_name": kind, "name": name, "config": config, "inbound_nodes": calls}


def ordering(config: Any) -> str | None:
    """Returns where channels stand in a model of Keras 1: what some layers of it do not say."""
    left = [config]
    while left:
        item = left.pop()
        if is_dict(item):
            if isinstance(found := item.get("dim_ordering"), str):
                return found
            left += item.values()
        elif is_list(item):
            left += item
    return None
