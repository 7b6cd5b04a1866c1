"""`tahr export`: a saved model as a program of another system."""

import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from tahr.core import trees
from tahr.core.errors import ArgumentError
from tahr.core.specs import TensorSpec, opened, show
from tahr.saving.export import export_model, input_names, inputs_of
from tahr.saving.export_formats import ALIASES, FORMATS
from tahr.saving.keras_v3 import load_model


def export(
    model: Path, to: str, output: Path | None, opset: int | None, batch: int | None, as_json: bool
) -> None:
    """Writes a saved model as another format.

    Args:
        model: its file.
        to: the format.
        output: where it goes; by default beside the model, named by the format.
        opset: of ONNX.
        batch: how many samples a batch has; it stays open by default.
        as_json: whether for a script rather than a person.

    Raises:
        ArgumentError: there is no such format.
        EngineError: what writes it is not installed, or the model cannot be written so.
        SavingError: a file cannot be read or written.
    """
    name = ALIASES.get(to, to)
    if name not in FORMATS:
        raise ArgumentError(
            f"the format {to!r} is not known",
            where="--to",
            expected=", ".join({v: k for k, v in ALIASES.items()}.get(f, f) for f in FORMATS),
        )
    place = output or _beside(model, name)
    loaded = load_model(model, compile=False)
    specs = trees.map(lambda spec: _with_batch(spec, batch), inputs_of(loaded))
    names = input_names(loaded, specs)
    export_model(loaded, place, name, verbose=False, input_signature=specs, opset=opset)
    facts = _facts(model, name, place, specs, names)
    if as_json:
        sys.stdout.write(json.dumps(facts, indent=2) + "\n")
    else:
        _tell(Console(highlight=False, soft_wrap=True), facts)


def _beside(model: Path, name: str) -> Path:
    ending = FORMATS[name].ending
    return model.with_name(model.stem + (ending or f"_{name}"))


def _with_batch(spec: TensorSpec, batch: int | None) -> TensorSpec:
    shape = opened(spec.shape)
    return TensorSpec(shape if batch is None else (batch, *shape[1:]), spec.dtype)


def _facts(model: Path, name: str, place: Path, specs: Any, names: list[str]) -> dict[str, Any]:
    files = [f for f in place.rglob("*") if f.is_file()] if place.is_dir() else [place]
    return {
        "model": str(model),
        "format": name,
        "path": str(place),
        "bytes": sum(file.stat().st_size for file in files),
        "inputs": [
            {"name": label, "shape": list(opened(spec.shape)), "dtype": spec.dtype}
            for label, spec in zip(names, trees.leaves(specs), strict=True)
        ],
    }


def _tell(console: Console, facts: dict[str, Any]) -> None:
    console.print(Text(f"{facts['path']}: {facts['bytes']:,} bytes of {facts['format']}", "bold"))
    for one in facts["inputs"]:
        console.print(Text(f"  takes {one['name']}: {show(one['shape'])} {one['dtype']}"))
