"""Any file that models or weights are kept in, looked into."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tahr.core import yaml_text
from tahr.core.errors import SavingError
from tahr.core.json_text import parse_object
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import is_dict
from tahr.saving import paths, store
from tahr.saving.hdf5 import Weights
from tahr.saving.inspecting import arrays
from tahr.saving.inspecting.architecture import layers_of, name_of
from tahr.saving.inspecting.report import FileReport, LayerFound
from tahr.saving.legacy import layout, texts

LONGEST = 64 << 20
"""Bytes that a text of an architecture may have."""


@ends_at_user
def inspect(path: str | Path) -> FileReport:
    """Returns what a file of a model or of weights holds; nothing is made of it or run.

    Args:
        path: a `.keras`, `.h5`, `.hdf5`, `.weights.h5`, `.json`, `.yaml`, `.safetensors` or `.npz`
            file.

    Raises:
        SavingError: it is none of these, it is damaged, or not harmless.

    Example:
        >>> import tempfile
        >>> from tahr import layers, models
        >>> place = tempfile.mkdtemp() + "/model.keras"
        >>> models.Sequential([layers.Input((2,)), layers.Dense(3)]).save(place)
        >>> found = inspect(place)
        >>> found.kind, found.layers[1].class_name, found.numbers
        ('a model of Keras 3', 'Dense', 9)
    """
    found = paths.there(path)
    ending = next((end for end in KINDS if found.name.lower().endswith(end)), None)
    if ending is None:
        raise SavingError(
            "this kind of file cannot be looked into",
            where=str(path),
            expected=f"a name that ends in {', '.join(KINDS)}",
        )
    return KINDS[ending](found)


def _keras(path: Path) -> FileReport:
    with store.open_model(path) as file:
        layers = layers_of(file.config)
        date, version = file.metadata.get("date_saved"), file.metadata.get("keras_version")
        writer = f"Tahr {file.metadata['tahr_version']}" if file.by_tahr else f"Keras {version}"
        return FileReport(
            str(path),
            "a model of Keras 3",
            path.stat().st_size,
            f"{writer}, {date}" if date else writer,
            name_of(file.config),
            layers,
            arrays.of_hdf5(file.weights),
            _optimizer(file.config.get("compile_config")),
            _warnings(layers),
            f"tahr.models.load_model({str(path)!r}{_own(layers)})",
        )


def _hdf5(path: Path) -> FileReport:
    with store.open_weights(path) as weights:
        text = texts.text(weights, weights.root, "model_config")
        if text is None:
            return _weights_alone(path, weights)
        config = parse_object(text, f"{path}, model_config", path.stat().st_size)
        training = texts.text(weights, weights.root, "training_config")
        set_up = parse_object(training, f"{path}, training_config") if training else None
        layers = layers_of(config)
        return FileReport(
            str(path),
            "a model in the older HDF5 form",
            path.stat().st_size,
            _writer(weights),
            name_of(config),
            layers,
            arrays.of_hdf5(weights),
            _optimizer(set_up),
            _warnings(layers),
            f"tahr.models.load_model({str(path)!r}{_own(layers)})",
        )


def _weights_alone(path: Path, weights: Weights) -> FileReport:
    older = layout.is_legacy(weights)
    return FileReport(
        str(path),
        "weights in the older HDF5 form" if older else "weights of Keras 3",
        path.stat().st_size,
        _writer(weights),
        arrays=arrays.of_hdf5(weights),
        opens_with=f"model.load_weights({str(path)!r})",
    )


def _writer(weights: Weights) -> str:
    holders: list[Any] = [weights.root]
    with weights.reading(layout.WHOLE):
        if layout.WHOLE in weights.root:
            holders.append(weights.inside(weights.root, layout.WHOLE))
    for holder in holders:
        version = texts.text(weights, holder, "keras_version")
        backend = texts.text(weights, holder, "backend")
        if version:
            return f"Keras {version}" + (f" on {backend}" if backend else "")
    return ""


def _text(path: Path) -> FileReport:
    if path.stat().st_size > LONGEST:
        raise SavingError("this is too long for an architecture", where=str(path))
    is_json = path.suffix.lower() == ".json"
    parse: Callable[[str, str], dict[str, Any]] = (
        parse_object if is_json else yaml_text.parse_object
    )
    try:
        config = parse(path.read_text("utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise SavingError("this is no text", where=str(path), got=error) from None
    layers = layers_of(config)
    reader = "model_from_json" if is_json else "model_from_yaml"
    version = config.get("keras_version")
    return FileReport(
        str(path),
        "an architecture, without weights",
        path.stat().st_size,
        f"Keras {version}" if isinstance(version, str) else "",
        name_of(config),
        layers,
        warnings=_warnings(layers),
        opens_with=f"tahr.models.{reader}(open({str(path)!r}).read(){_own(layers)})",
    )


def _safetensors(path: Path) -> FileReport:
    found, about = arrays.of_safetensors(path)
    size = path.stat().st_size
    return FileReport(str(path), "safetensors", size, str(about.get("format", "")), arrays=found)


def _npz(path: Path) -> FileReport:
    found = arrays.of_npz(path)
    warnings = tuple(
        f"{array.name}: objects of Python, which are never unpickled"
        for array in found
        if array.dtype == "object"
    )
    size = path.stat().st_size
    return FileReport(str(path), "arrays of NumPy", size, arrays=found, warnings=warnings)


def _optimizer(set_up: object) -> str:
    """Returns the class of the optimizer in a training set-up; empty where there is none."""
    found = set_up.get("optimizer", set_up.get("optimizer_config")) if is_dict(set_up) else None
    return str(found.get("class_name", "")) if is_dict(found) else str(found or "")


def _warnings(layers: tuple[LayerFound, ...]) -> tuple[str, ...]:
    code = [layer.path for layer in layers if layer.class_name == "Lambda"]
    others = sorted({layer.class_name for layer in layers if not layer.known})
    found: list[str] = []
    if code:
        says = "code in a file is never run: pass the function in custom_objects"
        found.append(f"{', '.join(code[:5])}: Lambda; {says}")
    if others:
        says = "classes of your own: pass them in custom_objects"
        found.append(f"{', '.join(others[:10])}: {says}")
    return tuple(found)


def _own(layers: tuple[LayerFound, ...]) -> str:
    others = sorted({layer.class_name for layer in layers if not layer.known})
    if not others:
        return ""
    return f", custom_objects={{{', '.join(f'{name!r}: ...' for name in others[:5])}}}"


KINDS: dict[str, Callable[[Path], FileReport]] = {
    ".keras": _keras,
    ".h5": _hdf5,
    ".hdf5": _hdf5,
    ".json": _text,
    ".yaml": _text,
    ".yml": _text,
    ".safetensors": _safetensors,
    ".npz": _npz,
}
