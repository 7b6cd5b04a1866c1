"""Architectures as older files hold them, written as today's configurations."""

from collections.abc import Iterator, Mapping
from typing import Any

from tahr.compat import keywords, old_files, op_classes
from tahr.compat.shapes import SHAPES
from tahr.core import constructors, registry
from tahr.core.errors import SavingError
from tahr.core.typing import is_dict, is_list
from tahr.saving.legacy import merging

TENSOR = "__keras_tensor__"
CUSTOM = "Custom>"
"""What tf.keras wrote before the names of some classes of its own."""
GRAPHS = ("Functional", "Model")
PLAIN = ("keras.initializers", "keras.regularizers", "keras.constraints")
"""Where classes are that know nothing of layers."""
OF_LAYERS = ("name", "trainable", "dtype", *SHAPES)


def first_number(version: object) -> int:
    """Returns the first number of a version; 1 where it is none."""
    first = str(version).partition(".")[0]
    return int(first) if first.isdecimal() and len(first) < 4 else 1


def modern(config: Any, version: int) -> Any:
    """Returns the configuration of a layer or model as today's files have it.

    Where Keras 1 did not write that channels come first, it is as in the other layers.

    Args:
        config: what Keras wrote.
        version: the first number of the Keras that wrote it.

    Raises:
        SavingError: there is no such layer any more.
    """
    if version < 2 and merging.ordering(config) == "th":
        config = _channels_first(config)
    return _modern(config, version)


def _channels_first(config: Any) -> Any:
    if is_list(config):
        return [_channels_first(item) for item in config]
    if not is_dict(config):
        return config
    found = {key: _channels_first(item) for key, item in config.items()}
    if found.get("class_name") in old_files.SILENT and is_dict(found.get("config")):
        found["config"].setdefault("dim_ordering", "th")
    return found


def _modern(config: Any, version: int) -> Any:
    if is_list(config):
        return [_modern(item, version) for item in config]
    if not is_dict(config):
        return config
    if "class_name" not in config or "config" not in config:
        return {key: _modern(item, version) for key, item in config.items()}
    if version >= 3:
        return {**_op(config), **config, "config": _modern(config["config"], version)}
    return _entry(config, version)


def _op(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the module of an op, which Keras 3 leaves out of its older files."""
    name = entry["class_name"]
    if "module" in entry or "inbound_nodes" not in entry or _parameters(name) is not None:
        return {}
    found = (module for module, known in op_classes.NAMES if known == name)
    return {"module": module} if (module := next(found, None)) else {}


def _entry(entry: Mapping[str, Any], version: int) -> dict[str, Any]:
    old, inner = str(entry["class_name"]), entry["config"]
    if old.startswith(CUSTOM) and registry.registered_object(old) is None:
        old = old.removeprefix(CUSTOM)
    if old == "Policy" and is_dict(inner):
        return {"class_name": "DTypePolicy", "config": {"name": inner.get("name")}}
    if old == "Sequential":
        try:
            if merging.begins_with_merge(inner):
                return _entry(merging.as_graph(dict(entry)), version)
            inner = _stack(inner)
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            raise SavingError("a stack of layers that is damaged", got=repr(error)[:80]) from None
    name = _class(old, inner)
    if is_dict(inner) and name in GRAPHS and "input_layers" in inner:
        inner = _graph(inner, version)
    elif is_dict(inner):
        inner = _arguments(old, name, inner, version)
    return {**entry, "class_name": name, "config": inner}


def _stack(config: Any) -> Any:
    """Returns a stack with an input of its own where its first layer is a model that has one."""
    if is_list(config):
        config = {"layers": config}
    if (known := merging.known_input(config)) is None:
        return config
    shape, dtype = known
    start = {"class_name": "InputLayer", "config": {"batch_input_shape": shape, "dtype": dtype}}
    return {**config, "layers": [start, *config["layers"]]}


def _class(old: str, inner: Any) -> str:
    if old != "Merge":
        found = old_files.CLASSES.get(old, old)
        return next((name for name, _ in _others(found, inner)), found)
    mode = inner.get("mode") if is_dict(inner) else None
    if mode in old_files.MERGES:
        return old_files.MERGES[mode]
    raise SavingError("a Merge layer of this mode cannot be read", got=repr(mode)[:80])


def _others(old: str, config: Any) -> Iterator[tuple[str, str]]:
    """Goes through the layers of another name that arguments mean, and those arguments."""
    for key, names in keywords.MEANT.get(old, {}).items():
        value = config.get(key) if is_dict(config) else None
        if isinstance(value, int) and value in names:
            yield names[value], key


def _arguments(old: str, name: str, config: dict[str, Any], version: int) -> dict[str, Any]:
    known = _parameters(name)
    renamed = {
        **old_files.ARGUMENTS["*"],
        **old_files.ARGUMENTS.get(name, {}),
        **old_files.ARGUMENTS.get(old, {}),
    }
    settled = {key for _, key in _others(old, config)}
    found: dict[str, Any] = {}
    for key, value in config.items():
        if key in settled:
            continue
        new = key
        if known and key not in known and renamed.get(key) in known:
            new = renamed[key]
        found[new] = _value(new, _modern(value, version))
    if {"nb_row", "nb_col"} <= config.keys():
        found["kernel_size"] = [found.pop("nb_row"), found.pop("nb_col")]
    for key, value in old_files.DEFAULTS.get(old, {}).items():
        found.setdefault(key, value)
    if name == "BatchNormalization" and isinstance(found.get("axis"), list):
        found["axis"] = found["axis"][0] if len(found["axis"]) == 1 else found["axis"]
    return {key: value for key, value in found.items() if not _idle(key, value, known)}


def _value(name: str, value: Any) -> Any:
    table = old_files.VALUES.get(name, {})
    if name.endswith("activation"):
        table = old_files.ACTIVATIONS
    return table.get(value, value) if isinstance(value, str) else value


def _parameters(name: str) -> set[str] | None:
    """Returns the arguments of a class of Tahr's, those of every layer included; None of others."""
    registry.complete()
    known = ((m, c) for (m, own), c in registry.CLASSES.items() if own == name)
    module, found = next(known, ("", None))
    if not isinstance(found, type):
        return None
    return {*constructors.names(found), *(() if module in PLAIN else OF_LAYERS)}


def _idle(name: str, value: Any, known: set[str] | None) -> bool:
    """Returns whether an argument that no longer exists says nothing."""
    if value is None and name in SHAPES:
        return True
    if known is None or name in known:
        return False
    if value is None or value is False:
        return True
    allowed = old_files.IDLE.get(name, ())
    return ... in allowed or any(value == idle and type(value) is type(idle) for idle in allowed)


# Graphs: calls as lists of tensors, in place of arguments.


def _graph(config: dict[str, Any], version: int) -> dict[str, Any]:
    entries = config.get("layers")
    if not is_list(entries):
        raise SavingError("a graph without layers", got=repr(entries)[:80])
    shift = _shifts(entries)
    names = {entry.get("name") for entry in entries if is_dict(entry)}
    layers: list[dict[str, Any]] = []
    for entry in entries:
        made = _entry(entry, version)
        calls = [_call(node, shift, names) for node in _nodes(entry)]
        if made["class_name"] in old_files.RECURRENT:
            calls = [_with_state(call) for call in calls]
        layers.append(_as_op({**made, "inbound_nodes": calls}))
    ends = {
        key: [_shifted(place, shift) for place in _several(config[key])]
        for key in ("input_layers", "output_layers")
    }
    return {"name": config.get("name"), **_trainable(config), "layers": layers, **ends}


def _trainable(config: dict[str, Any]) -> dict[str, Any]:
    return {"trainable": config["trainable"]} if "trainable" in config else {}


def _nodes(entry: dict[str, Any]) -> list[Any]:
    nodes = entry.get("inbound_nodes") or list[Any]()
    if not is_list(nodes):
        raise SavingError("the calls of a layer are no list", got=repr(nodes)[:80])
    return nodes


def _several(places: Any) -> list[Any]:
    return [places] if _is_place(places) else list(places)


def _is_place(value: Any) -> bool:
    return (
        is_list(value) and len(value) in (3, 4)
        and isinstance(value[0], str) and all(isinstance(n, int) for n in value[1:3])
    )  # fmt: skip


def _shifts(entries: list[Any]) -> dict[str, int]:
    """Returns which layers count calls from one: models, which Keras 2 called when made."""
    lowest: dict[str, int] = {}
    for entry in entries:
        for place in _places(entry.get("inbound_nodes")):
            lowest[place[0]] = min(place[1], lowest.get(place[0], place[1]))
    models = {e.get("name") for e in entries if e.get("class_name") in (*GRAPHS, "Sequential")}
    return {name: 1 for name in models if lowest.get(name, 1) == 1}


def _places(value: Any) -> Any:
    if _is_place(value):
        yield value
    elif is_list(value):
        for item in value:
            yield from _places(item)


def _shifted(place: Any, shift: dict[str, int]) -> list[Any]:
    if not _is_place(place):
        raise SavingError("not the place of a tensor", got=repr(place)[:80])
    return [place[0], max(0, place[1] - shift.get(place[0], 0)), place[2]]


def _tensor(place: Any, shift: dict[str, int]) -> dict[str, Any]:
    return {"class_name": TENSOR, "config": {"keras_history": _shifted(place, shift)}}


def _call(node: Any, shift: dict[str, int], names: set[Any]) -> dict[str, Any]:
    places = _several(node)
    kwargs = places[0][3] if places and len(places[0]) == 4 else dict[str, Any]()
    if not is_dict(kwargs):
        raise SavingError("the arguments of a call are no dict", got=repr(kwargs)[:80])
    unasked = {"training": (False, None), "mask": (None,)}
    given = {
        key: _argument(value, shift, names)
        for key, value in kwargs.items()
        if not (key in unasked and any(value is idle for idle in unasked[key]))
    }
    tensors = [_tensor(place, shift) for place in places]
    return {"args": tensors if len(tensors) == 1 else [tensors], "kwargs": given}


def _with_state(call: dict[str, Any]) -> dict[str, Any]:
    """Turns tensors behind the first into the state that a recurrent layer begins with."""
    first, *_ = call["args"] or [None]
    if not isinstance(first, list):
        return call
    return {"args": first[:1], "kwargs": {**call["kwargs"], "initial_state": first[1:]}}


def _as_op(entry: dict[str, Any]) -> dict[str, Any]:
    """Returns the entry of an op for a function of TensorFlow in the graph of tf.keras.

    Raises:
        SavingError: it is a function that is not known.
    """
    if entry["class_name"] not in old_files.FUNCTION_LAYERS:
        return entry
    function = entry["config"].get("function")
    if function not in old_files.FUNCTIONS:
        raise SavingError(
            "a function of TensorFlow in the graph cannot be read",
            where=str(entry.get("name"))[:80],
            expected=", ".join(old_files.FUNCTIONS),
            got=repr(function)[:80],
        )
    op, *named = old_files.FUNCTIONS[function]
    row = op_classes.class_of(op)
    calls: list[dict[str, Any]] = []
    for call in entry["inbound_nodes"]:
        kwargs = {k: v for k, v in call["kwargs"].items() if k != "name"}
        calls.append({"args": [*call["args"], *(kwargs.pop(key) for key in named)], "kwargs": {}})
        if any(value is not None for value in kwargs.values()):
            raise SavingError("arguments of a function that are not known", got=list(kwargs)[:5])
    name = entry.get("name")
    return {
        "module": row[0] if row else "tahr.ops", "class_name": row[1] if row else op,
        "config": {"name": name}, "name": name, "inbound_nodes": calls,
    }  # fmt: skip


def _argument(value: Any, shift: dict[str, int], names: set[Any]) -> Any:
    if _is_place(value) and value[0] in names:
        return _tensor(value, shift)
    if is_list(value):
        return [_argument(item, shift, names) for item in value]
    return value
