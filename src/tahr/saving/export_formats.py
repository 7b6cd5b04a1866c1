"""The formats that models are exported to: what writes each, and whether it is one file."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tahr.core import current, trees
from tahr.core.dtypes import STRING
from tahr.core.errors import ArgumentError, EngineError, SavingError, TahrError
from tahr.core.extras import installed_spec, required
from tahr.core.files import atomic_write, may_write
from tahr.core.folders import atomic_folder
from tahr.core.scopes import StateScope
from tahr.core.specs import opened, show

MARK = "saved_model.pb"
Write = Callable[[Any, Any, Any, list[str], int | None], None]


@dataclass(frozen=True)
class Format:
    """A format.

    Args:
        name: as users write it.
        write: writes a model: gets it, the place, specs and names of its inputs, and an opset.
        alone: whether it is one file, which may go to an open one.
        ending: how the name of its file ends.
    """

    name: str
    write: Write
    alone: bool = True
    ending: str = ""


def checked_place(place: Any, chosen: Format) -> Any:
    """Returns where to write: a path, or a file that is open.

    Args:
        place: what was given.
        chosen: the format.

    Raises:
        ArgumentError: the format is not one file, and an open file was given.
        SavingError: it is an address, or something that must not be written over.
    """
    if hasattr(place, "write"):
        if not chosen.alone:
            raise ArgumentError(
                f"the format {chosen.name!r} is more than one file",
                where="export",
                expected="a path",
                got=type(place).__name__,
            )
        return place
    if "://" in str(place):
        raise SavingError("only folders on this computer can be used", where=str(place))
    path = Path(place)
    if chosen.name != "tf_saved_model":
        may_write(path)
    return path


def _put(place: Any, content: bytes) -> None:
    """Writes the whole to a path, or at once to an open file."""
    if hasattr(place, "write"):
        place.write(content)
        return
    with atomic_write(place) as file:
        file.write(content)


def _call_of(model: Any) -> Callable[[Any], Any]:
    return lambda inputs: model(inputs, training=False)


def _onnx(model: Any, specs: Any, names: list[str], opset: int | None) -> bytes:
    required("spox", "onnx")
    from tahr.engines.onnx.writing import written

    with StateScope([(v, v.numpy()) for v in model.variables]):
        return written(_call_of(model), specs, names, model.names_of_outputs(), opset)


def _write_onnx(model: Any, place: Any, specs: Any, names: list[str], opset: int | None) -> None:
    _put(place, _onnx(model, specs, names, opset))


def _write_saved_model(model: Any, place: Any, specs: Any, names: list[str], _: int | None) -> None:
    _no_text(model, specs, "a SavedModel")
    current.load("tensorflow")
    from tahr.engines.tensorflow import saved_models

    with atomic_folder(place, MARK) as folder:
        saved_models.write(_call_of(model), model.variables, specs, names, folder)


def _write_litert(model: Any, place: Any, specs: Any, names: list[str], _: int | None) -> None:
    _no_text(model, specs, "a file of LiteRT")
    current.load("tensorflow")
    from tahr.engines.tensorflow import saved_models

    with tempfile.TemporaryDirectory() as folder:
        saved_models.write(_call_of(model), model.variables, specs, names, Path(folder))
        with _refusals(model, specs, "LiteRT"):
            content = saved_models.as_litert(Path(folder))
    _put(place, content)


def _write_torch(model: Any, place: Any, specs: Any, names: list[str], _: int | None) -> None:
    _no_text(model, specs, "a program of PyTorch")
    current.load("torch")
    from tahr.engines.torch.exporting import written

    with _refusals(model, specs, "PyTorch"):
        content = written(_call_of(model), model.variables, specs)
    _put(place, content)


def _write_stablehlo(model: Any, place: Any, specs: Any, names: list[str], _: int | None) -> None:
    _no_text(model, specs, "StableHLO")
    current.load("jax")
    from tahr.engines.jax.exporting import written

    with _refusals(model, specs, "JAX"):
        content = written(_call_of(model), model.variables, specs)
    _put(place, content)


def _write_openvino(
    model: Any, place: Any, specs: Any, names: list[str], opset: int | None
) -> None:
    if installed_spec("openvino") is None:
        required("openvino", "openvino")
    content = _onnx(model, specs, names, opset)
    from importlib import import_module
    from io import BytesIO

    openvino: Any = import_module("openvino")
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        made = Path(folder) / f"{place.stem}.xml"
        openvino.save_model(openvino.convert_model(BytesIO(content)), made, False)
        made.with_suffix(".bin").replace(place.with_suffix(".bin"))
        made.replace(place)


class _refusals:  # noqa: N801 - read as a word in `with`
    """Says of what a framework refuses which model, and what often helps."""

    def __init__(self, model: Any, specs: Any, framework: str) -> None:
        self.model, self.specs, self.framework = model, specs, framework

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, TahrError) or not isinstance(error, Exception):
            return
        shapes = [s.shape for s in trees.leaves(self.specs)]
        free = any(None in opened(shape) for shape in shapes)
        raise EngineError(
            f"{self.framework} cannot write this model as a program",
            where=self.model.name,
            expected=f"inputs {', '.join(map(show, shapes))}",
            got=f"{type(error).__name__}: {str(error).strip().splitlines()[0]}",
            todo="give every length: input_signature=[((8, 10), 'float32')]" if free else None,
        ) from error


def _no_text(model: Any, specs: Any, what: str) -> None:
    if any(spec.dtype == STRING for spec in trees.leaves(specs)):
        raise EngineError(
            f"{what} of Tahr takes no text",
            where=model.name,
            todo="export to ONNX, which does, or the model behind the layers of text",
        )


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("tf_saved_model", _write_saved_model, alone=False),
        Format("onnx", _write_onnx, ending=".onnx"),
        Format("torch", _write_torch, ending=".pt2"),
        Format("stablehlo", _write_stablehlo, ending=".stablehlo"),
        Format("openvino", _write_openvino, alone=False, ending=".xml"),
        Format("litert", _write_litert, ending=".tflite"),
    )
}
ALIASES = {"saved_model": "tf_saved_model", "tflite": "litert", "pt2": "torch"}
"""Other names that formats go by."""
