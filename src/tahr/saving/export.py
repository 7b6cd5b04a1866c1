"""Models as programs of other systems."""

from pathlib import Path
from typing import Any

from tahr.core import current, trees
from tahr.core.config import floatx
from tahr.core.errors import ArgumentError, SavingError
from tahr.core.extras import required
from tahr.core.files import atomic_write, may_write
from tahr.core.folders import atomic_folder
from tahr.core.notices import unheard
from tahr.core.scopes import StateScope
from tahr.core.specs import TensorSpec, show
from tahr.core.typing import Shape, is_list, is_sequence

LATER = ("openvino", "litert", "torch")
MARK = "saved_model.pb"


def export_model(
    model: Any,
    filepath: str | Path,
    format: str = "tf_saved_model",
    verbose: bool | None = None,
    input_signature: Any = None,
    **others: Any,
) -> None:
    """Writes a model as a SavedModel, which TensorFlow runs without Tahr, or as a file of ONNX.

    It computes what the model does in inference: a SavedModel at its endpoint `serve`. The lengths
    that the model leaves open, such as the batch's, stay open. What is there is written over once
    the whole is written.

    Args:
        model: a built model, trained on whichever engine.
        filepath: the folder of a SavedModel, or the file.
        format: "tf_saved_model" or "onnx".
        verbose: whether to say where it is and what it takes.
        input_signature: specs of the inputs (anything with shape and dtype, or `(shape, dtype)`
            pairs); by default those of the model.

    Raises:
        ArgumentError: there is no such format, or the inputs are not known.
        EngineError: what writes it is not installed, or the model cannot be a graph.
        SavingError: it cannot be written.
    """
    unheard("export", others)
    if format not in ("tf_saved_model", "onnx"):
        known = "comes with a later release" if format in LATER else "is not known"
        raise ArgumentError(
            f"the format {format!r} {known}", expected="tf_saved_model, onnx", where="export"
        )
    if "://" in str(filepath):
        raise SavingError("only folders on this computer can be used", where=str(filepath))
    specs, names = _inputs(model, input_signature)
    if format == "onnx":
        _write_onnx(model, Path(filepath), specs, names)
    else:
        _write_saved_model(model, filepath, specs, names)
    if verbose or verbose is None:
        pairs = zip(names, trees.leaves(specs), strict=True)
        shapes = ", ".join(f"{name} {show(spec.shape)}" for name, spec in pairs)
        print(f"Saved at '{filepath}': it takes {shapes}.")  # noqa: T201


def _write_onnx(model: Any, path: Path, specs: Any, names: list[str]) -> None:
    may_write(path)
    required("spox", "onnx")
    from tahr.engines.onnx.writing import written

    outputs = model.names_of_outputs()
    with StateScope([(v, v.numpy()) for v in model.variables]):
        content = written(lambda inputs: model(inputs, training=False), specs, names, outputs)
    with atomic_write(path) as file:
        file.write(content)


def _write_saved_model(model: Any, filepath: str | Path, specs: Any, names: list[str]) -> None:
    current.load("tensorflow")
    from tahr.engines.tensorflow import saved_models

    def call(inputs: Any) -> Any:
        return model(inputs, training=False)

    with atomic_folder(filepath, MARK) as folder:
        saved_models.write(call, model.variables, specs, names, folder)


def input_specs(given: Any) -> Any:
    """Returns a tree of specs for one of anything that has a shape and a dtype.

    Args:
        given: specs, symbolic tensors, arrays or `(shape, dtype)` pairs, alone or in a tree.
    """
    return trees.map(_spec, given, is_leaf=_is_spec)


def _inputs(model: Any, given: Any) -> tuple[Any, list[str]]:
    """Returns the specs of a model's inputs and their names."""
    if given is not None:
        specs = input_specs(_alone(given))
        return specs, _numbered(specs)
    graph = getattr(model, "graph", None)
    if graph is not None:
        return trees.map(_spec, graph.inputs), [tensor.name for tensor in graph.flat_inputs]
    shapes = model._build_shapes.get("input_shape") if model._build_shapes else None
    if not model.built or shapes is None:
        raise ArgumentError(
            "the inputs of the model are not known yet",
            where=model.name,
            todo="call the model on some data first, or pass input_signature",
        )

    def of_any_batch(shape: Shape) -> TensorSpec:
        return TensorSpec((None, *shape[1:]), model.input_dtype)

    specs = trees.map(of_any_batch, shapes, is_leaf=trees.is_shape)
    return specs, _numbered(specs)


def _alone(given: Any) -> Any:
    return given[0] if is_sequence(given) and len(given) == 1 else given


def _is_spec(value: Any) -> bool:
    is_pair = is_sequence(value) and not is_list(value) and trees.is_shape(value[0])
    return is_pair or hasattr(value, "shape")


def _spec(value: Any) -> TensorSpec:
    shape, dtype = (value.shape, value.dtype) if hasattr(value, "shape") else value
    return TensorSpec(shape, dtype or floatx())


def _numbered(specs: Any) -> list[str]:
    count = len(trees.leaves(specs))
    return ["inputs"] if count == 1 else [f"inputs_{i}" for i in range(count)]
