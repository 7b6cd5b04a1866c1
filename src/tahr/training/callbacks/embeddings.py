"""Embeddings as files that TensorBoard's projector reads."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.files import writing

CONFIG = "projector_config.pbtxt"


def write_embeddings(folder: Path, model: Any, metadata: Any) -> None:
    """Writes the vectors of each embedding layer, and the file that names them.

    Args:
        folder: where.
        model: its layers that hold `embeddings`.
        metadata: the name of a file with a label for each row; or such names by layer.
    """
    rows = []
    for layer in model.layers:
        weight = getattr(layer, "embeddings", None)
        if weight is None:
            continue
        file = f"{layer.name}.tsv"
        with writing(folder / file):
            folder.mkdir(parents=True, exist_ok=True)
            np.savetxt(folder / file, weight.numpy(), fmt="%.6g", delimiter="\t")
        labels = metadata.get(layer.name) if isinstance(metadata, Mapping) else metadata
        rows.append(_entry(weight.path, file, labels))
    if rows:
        with writing(folder / CONFIG):
            (folder / CONFIG).write_text("".join(rows), encoding="utf-8")


def _entry(name: str, file: str, labels: str | None) -> str:
    fields = {"tensor_name": name, "tensor_path": file, "metadata_path": labels}
    lines = [f'  {key}: "{value}"\n' for key, value in fields.items() if value is not None]
    return f"embeddings {{\n{''.join(lines)}}}\n"
