"""Models as programs of other systems."""

from typing import Any

from tahr.core import trees
from tahr.core.config import floatx
from tahr.core.errors import ArgumentError
from tahr.core.notices import unheard
from tahr.core.specs import TensorSpec, show
from tahr.core.typing import Shape, is_list, is_sequence
from tahr.saving.export_formats import ALIASES, FORMATS, checked_place


def export_model(
    model: Any,
    filepath: Any,
    format: str = "tf_saved_model",
    verbose: bool | None = None,
    input_signature: Any = None,
    opset: int | None = None,
    opset_version: int | None = None,
    **others: Any,
) -> None:
    """Writes a model as a program of another system, which runs it without Tahr.

    It computes what the model does in inference. The lengths that the model leaves open, such as
    the batch's, stay open. What is there is written over once the whole is written; what cannot
    be exported is named, with its layer, before anything is.

    | Format | What is written | What writes it | What runs it |
    |---|---|---|---|
    | `"tf_saved_model"` | a folder, endpoint `serve` | TensorFlow | TensorFlow, its servers |
    | `"onnx"` | a file of ONNX | onnx and spox | onnxruntime and many others |
    | `"torch"` | an exported program, `.pt2` | PyTorch | `torch.export.load` |
    | `"stablehlo"` | StableHLO, serialized | JAX | `jax.export.deserialize` |
    | `"openvino"` | an `.xml` file and a `.bin` beside it | OpenVINO, of ONNX | OpenVINO |
    | `"litert"` | a `.tflite` file | TensorFlow | LiteRT |

    Args:
        model: a built model, trained on whichever engine.
        filepath: the folder of a SavedModel, or the file; also a file that is open for bytes, in
            the formats of one file.
        format: see the table.
        verbose: whether to say where it is and what it takes.
        input_signature: specs of the inputs (anything with shape and dtype, or `(shape, dtype)`
            pairs); by default those of the model.
        opset: of ONNX, the edition of the operators, 18 or above; by default the oldest that has
            all that are needed.
        opset_version: Keras's name of the same.
        **others: what Keras takes for other formats, which is not needed here.

    Raises:
        ArgumentError: there is no such format, or the inputs are not known.
        EngineError: what writes it is not installed, or the model cannot be a graph.
        SavingError: it cannot be written.
    """
    unheard("export", others)
    chosen = FORMATS.get(ALIASES.get(format, format))
    if chosen is None:
        raise ArgumentError(
            f"the format {format!r} is not known", expected=", ".join(FORMATS), where="export"
        )
    edition = opset_version if opset is None else opset
    if edition is not None and chosen.name not in ("onnx", "openvino"):
        raise ArgumentError("opset goes with ONNX", where="export", got=f"format {format!r}")
    place = checked_place(filepath, chosen)
    specs, names = _inputs(model, input_signature)
    chosen.write(model, place, specs, names, edition)
    if verbose or verbose is None:
        pairs = zip(names, trees.leaves(specs), strict=True)
        shapes = ", ".join(f"{name} {show(spec.shape)}" for name, spec in pairs)
        print(f"Saved at '{filepath}': it takes {shapes}.")  # noqa: T201


def input_specs(given: Any) -> Any:
    """Returns a tree of specs for one of anything that has a shape and a dtype.

    Args:
        given: specs, symbolic tensors, arrays or `(shape, dtype)` pairs, alone or in a tree.
    """
    return trees.map(_spec, given, is_leaf=_is_spec)


def inputs_of(model: Any) -> Any:
    """Returns the specs of a model's inputs, a tree.

    Args:
        model: a built model.

    Raises:
        ArgumentError: they are not known.
    """
    return _inputs(model, None)[0]


def input_names(model: Any, specs: Any) -> list[str]:
    """Returns the names of a model's inputs: its own where it is a graph, else numbered.

    Args:
        model: it.
        specs: of its inputs, a tree.
    """
    graph = getattr(model, "graph", None)
    if graph is not None and len(graph.flat_inputs) == len(trees.leaves(specs)):
        return [tensor.name for tensor in graph.flat_inputs]
    return _numbered(specs)


def _inputs(model: Any, given: Any) -> tuple[Any, list[str]]:
    """Returns the specs of a model's inputs and their names."""
    if given is not None:
        specs = input_specs(_alone(given))
        return specs, input_names(model, specs)
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
