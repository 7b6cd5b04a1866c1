"""Arguments by position as methods of Keras 1 and 2 had them."""

from collections.abc import Sequence
from typing import Any

ADD_WEIGHT = ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "constraint")
FIT_GENERATOR = (
    "steps_per_epoch", "epochs", "verbose", "callbacks", "validation_data", "validation_steps",
    "validation_freq", "class_weight", "max_queue_size", "workers", "use_multiprocessing",
    "shuffle", "initial_epoch",
)  # fmt: skip
"""What followed the generator in Keras 2."""
FIT_GENERATOR_FIRST = (
    "samples_per_epoch", "nb_epoch", "verbose", "callbacks", "validation_data", "nb_val_samples",
    "class_weight", "max_q_size", "nb_worker", "pickle_safe", "initial_epoch",
)  # fmt: skip
"""And in Keras 1, which is known by its words."""
JUDGE_GENERATOR = (
    "steps", "callbacks", "max_queue_size", "workers", "use_multiprocessing", "verbose",
)  # fmt: skip
"""What followed it where a model is evaluated or predicts."""

GET_UPDATES = ("loss", "params")
GET_UPDATES_FIRST = ("params", "constraints", "loss")
"""And of optimizers, in Keras 2 and in Keras 1."""


def placed(owner: str, names: Sequence[str], args: Sequence[Any]) -> dict[str, Any]:
    """Returns positional arguments by their names.

    Args:
        owner: what is called.
        names: of its arguments, in order.
        args: what stands in their places.

    Raises:
        TypeError: there are too many.

    Example:
        >>> placed("evaluate_generator", JUDGE_GENERATOR, (3,))
        {'steps': 3}
    """
    if len(args) > len(names):
        raise TypeError(f"{owner} takes {len(names)} positional arguments, not {len(args)}")
    return dict(zip(names, args, strict=False))
