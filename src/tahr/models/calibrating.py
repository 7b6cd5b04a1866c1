"""Quantizing a model by what its layers are given on data."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from tahr.core import current
from tahr.core.errors import ArgumentError, told
from tahr.core.watching import Event, watched
from tahr.layers.adapters.adapted import Adapted
from tahr.layers.adapters.calibrated import Seen
from tahr.layers.base.layer import Layer
from tahr.quantizers import QuantizationReport

PARTS = ("pre_block_layers", "sequential_blocks")
"""What a structure says."""


def calibrate(
    model: Any, layers: Sequence[Adapted], config: Any, report: QuantizationReport
) -> list[Adapted]:
    """Quantizes layers by their inputs, one block of the model after the other.

    Args:
        model: the model.
        layers: those of its layers that are to be quantized.
        config: with the data, and what the model is made of.
        report: where layers outside of all blocks are noted.

    Returns:
        The layers that were quantized.

    Raises:
        ArgumentError: there is no data, or the structure is not one.
    """
    samples = list(samples_of(config))
    structure = config.quantization_layer_structure
    structure = structure or model.get_quantization_layer_structure(config.mode)
    if structure is None:
        _fit(layers, lambda: [_run(model, batch) for batch in samples], config)
        return list(layers)
    first, blocks = _parts(structure, model.name)
    for layer in first:
        samples = [_run(layer, batch) for batch in samples]
    done: list[Adapted] = []
    for block in blocks:
        inside = {id(layer) for layer in block.flatten_layers()}
        here = [layer for layer in layers if id(layer) in inside]
        _fit(here, lambda block=block, given=samples: [_run(block, x) for x in given], config)
        samples = [_run(block, batch) for batch in samples]
        done += here
    known = {id(layer) for layer in done}
    for layer in layers:
        if id(layer) not in known:
            report.add_skipped(layer.path, report.SKIP_OUTSIDE_STRUCTURE)
    return done


def _run(layer: Any, batch: Any) -> Any:
    """Runs a layer or model as it is written: what is compiled shows no inputs."""
    return Layer.__call__(layer, batch)


def _fit(layers: Sequence[Adapted], run: Callable[[], Any], config: Any) -> None:
    """Quantizes layers by the inputs they get while a function runs."""
    layouts = {id(layer): layer.layout() for layer in layers}
    seen = {key: Seen(layout.rows) for key, layout in layouts.items()}

    def look(event: Event) -> None:
        key = id(event.owner)
        if event.kind == "layer" and key in seen:
            (inputs, *_), _ = event.inputs
            seen[key].add(layouts[key].seen(np.asarray(current.to_numpy(inputs), "float32")))

    with watched(look):
        run()
    for layer in layers:
        layer.narrow(config, seen[id(layer)])


def _parts(structure: Any, where: str) -> tuple[list[Any], list[Any]]:
    if isinstance(structure, Mapping) and all(
        isinstance(structure.get(part), list | tuple) for part in PARTS
    ):
        first, blocks = (list(structure[part]) for part in PARTS)
        return first, blocks
    raise ArgumentError(
        "this does not say what the model is made of",
        where=where,
        expected='a dict with the lists "pre_block_layers" and "sequential_blocks"',
        got=told(structure),
    )


def samples_of(config: Any) -> Iterator[np.ndarray]:
    """Goes through the samples of a configuration, each with a batch axis of one.

    Integers are put behind one another and cut into sequences; floats are taken as they are.

    Args:
        config: with `dataset`, `tokenizer`, `num_samples` and `sequence_length`.

    Raises:
        ArgumentError: there is no data, or too little for one sequence; texts have no tokenizer.
    """
    if config.dataset is None:
        raise ArgumentError(
            f"{config.mode} needs data", todo=f"pass {type(config).__name__}(dataset, tokenizer)"
        )
    items = [_numbers(item, config.tokenizer) for item in config.dataset]
    if not items:
        raise ArgumentError("the dataset is empty", where=type(config).__name__)
    if items[0].dtype.kind == "f":
        alone = isinstance(config.dataset, np.ndarray)
        rows = [row for item in items for row in (item[None] if alone else item)]
        yield from (row[None] for row in rows[: config.num_samples])
        return
    length = config.sequence_length
    stream = np.concatenate([item.ravel() for item in items]).astype("int32")
    if len(stream) < length:
        raise ArgumentError(
            "the data is shorter than one sequence",
            where=type(config).__name__,
            expected=f"{length} integers or more (sequence_length)",
            got=len(stream),
        )
    count = min(config.num_samples, len(stream) - length + 1)
    for start in np.linspace(0, len(stream) - length, count).astype(int):
        yield stream[None, start : start + length]


def _numbers(item: Any, tokenizer: Any) -> np.ndarray:
    if not isinstance(item, str):
        return np.asarray(current.to_numpy(item) if hasattr(item, "shape") else item)
    if tokenizer is None:
        raise ArgumentError(
            "texts need a tokenizer", todo="pass a function from a text to integers"
        )
    found = getattr(tokenizer, "tokenize", tokenizer)(item)
    return np.asarray(current.to_numpy(found) if hasattr(found, "shape") else found)
