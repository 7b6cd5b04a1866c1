"""What old programs did with whole models."""

from collections.abc import Iterable, Sequence
from typing import Any

from tahr.core.notices import notice
from tahr.core.serialization import deserialize
from tahr.utils.convolution_lengths import convert_kernel


def print_summary(model: Any, *args: Any, **kwargs: Any) -> None:
    """Prints a table of the layers of a model.

    Args:
        model: it; or the layers of one, as in Keras 1.
        *args: what `summary` takes.
        **kwargs: likewise.
    """
    if hasattr(model, "summary"):
        model.summary(*args, **kwargs)
        return
    for layer in model:
        print(f"{layer.name:<32}{layer.output.shape!s:<32}{layer.count_params():>12}")  # noqa: T201


def count_total_params(layers: Sequence[Any], layer_set: Any = None) -> tuple[int, int]:
    """Returns how many weights layers have that are trained, and how many that are not.

    Args:
        layers: they.
        layer_set: unused: a layer that stands there twice counts once.
    """
    known = {id(layer): layer for layer in layers}.values()
    trained = count_params(w for layer in known for w in layer.trainable_weights)
    return trained, count_params(w for layer in known for w in layer.non_trainable_weights)


def count_params(weights: Iterable[Any]) -> int:
    """Returns the number of elements of weights, each counted once."""
    return sum(w.size for w in {id(w): w for w in weights}.values())


def layer_from_config(config: dict[str, Any], custom_objects: Any = None) -> Any:
    """Makes a layer of its configuration.

    Args:
        config: with `class_name` and `config`.
        custom_objects: classes by the names in it.
    """
    return deserialize(config, custom_objects)


def convert_all_kernels_in_model(model: Any) -> None:
    """Turns the kernels of all convolutions around, as Theano and TensorFlow differed.

    Args:
        model: it.
    """
    for layer in model.layers:
        kernel = getattr(layer, "kernel", None)
        if kernel is not None and "Conv" in type(layer).__name__:
            kernel.assign(convert_kernel(kernel.numpy()))


def convert_dense_weights_data_format(
    dense: Any,
    previous_feature_map_shape: Sequence[int],
    target_data_format: str = "channels_first",
) -> None:
    """Puts the rows of a layer's kernel in the order of the other place of channels.

    Args:
        dense: the layer, which follows a `Flatten`.
        previous_feature_map_shape: of what is flattened, in the new order.
        target_data_format: the new place of the channels.
    """
    kernel = dense.kernel.numpy()
    first, second, third = previous_feature_map_shape
    if target_data_format == "channels_first":
        before, order = (second, third, first), (2, 0, 1, 3)
    else:
        before, order = (third, first, second), (1, 2, 0, 3)
    maps = kernel.reshape((*before, kernel.shape[-1])).transpose(order)
    dense.kernel.assign(maps.reshape(kernel.shape))


def multi_gpu_model(
    model: Any, gpus: Any = None, cpu_merge: bool = True, cpu_relocation: bool = False
) -> Any:
    """Returns the model as it is, and says what to do.

    Args:
        model: it.
        gpus: unused.
        cpu_merge: unused.
        cpu_relocation: unused.
    """
    notice(
        "`multi_gpu_model` has no effect: a model runs on one device, model.to(device=...); "
        "train copies of it in processes of their own to use several"
    )
    return model
