"""Settings for the whole process: the names of `keras.config`."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.core import current
from tahr.core.config import CONFIG, epsilon, floatx, image_data_format
from tahr.core.errors import SavingError
from tahr.core.policies import dtype_policy, set_dtype_policy
from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracebacks import ends_at_user

__all__ = [
    "backend", "disable_flash_attention", "disable_interactive_logging",
    "disable_traceback_filtering", "dtype_policy", "enable_flash_attention",
    "enable_interactive_logging", "enable_traceback_filtering", "enable_unsafe_deserialization",
    "epsilon", "floatx", "image_data_format", "is_flash_attention_enabled",
    "is_interactive_logging_enabled", "is_nnx_enabled", "is_traceback_filtering_enabled",
    "max_epochs", "max_steps_per_epoch", "set_backend", "set_dtype_policy", "set_epsilon",
    "set_floatx", "set_image_data_format", "set_max_epochs", "set_max_steps_per_epoch",
]  # fmt: skip


def backend() -> str:
    """Returns the name of the engine that computes.

    Example:
        >>> backend()
        'jax'
    """
    return current.engine().name


@ends_at_user
def set_backend(backend: str) -> None:
    """Makes an engine the one that computes from now on.

    Args:
        backend: the engine's name.

    Raises:
        EngineError: there is none, or its framework is not installed.
    """
    current.load(backend)
    CONFIG.set("engine", backend)


@ends_at_user
@accepts_old_spellings
def set_floatx(value: str) -> None:
    """Sets the float type used where none is said."""
    CONFIG.set("floatx", value)


@ends_at_user
@accepts_old_spellings
def set_epsilon(value: float) -> None:
    """Sets the fuzz factor."""
    CONFIG.set("epsilon", value)


@ends_at_user
def set_image_data_format(data_format: str) -> None:
    """Sets where images keep their channels.

    Args:
        data_format: "channels_last" or "channels_first".

    Raises:
        ArgumentError: it is neither.
    """
    CONFIG.set("image_data_format", data_format)


def max_epochs() -> int | None:
    """Returns how many epochs `fit` runs at most; None for no limit."""
    return CONFIG.max_epochs


@ends_at_user
def set_max_epochs(max_epochs: int | None) -> None:
    """Limits every `fit`, so that a whole program can be tried quickly.

    The variable `KERAS_MAX_EPOCHS` of the environment does so too.

    Args:
        max_epochs: the number of the last epoch; None for no limit.

    Raises:
        ArgumentError: it is no whole number from 1 on.

    Example:
        >>> set_max_epochs(2)
        >>> max_epochs()
        2
        >>> set_max_epochs(None)
    """
    CONFIG.set("max_epochs", max_epochs)


def max_steps_per_epoch() -> int | None:
    """Returns how many batches `fit`, `evaluate` and `predict` take at most in an epoch."""
    return CONFIG.max_steps_per_epoch


@ends_at_user
def set_max_steps_per_epoch(max_steps_per_epoch: int | None) -> None:
    """Limits every `fit`, `evaluate` and `predict`, so that a program can be tried quickly.

    The variable `KERAS_MAX_STEPS_PER_EPOCH` of the environment does so too.

    Args:
        max_steps_per_epoch: the number of batches in an epoch; None for no limit.

    Raises:
        ArgumentError: it is no whole number from 1 on.

    Example:
        >>> set_max_steps_per_epoch(3)
        >>> max_steps_per_epoch()
        3
        >>> set_max_steps_per_epoch(None)
    """
    CONFIG.set("max_steps_per_epoch", max_steps_per_epoch)


def enable_flash_attention() -> None:
    """Lets attention use the fused kernel of an engine that has one, as it does by default."""
    CONFIG.set("flash_attention", True)


def disable_flash_attention() -> None:
    """Has attention write its weights down, in all that is compiled from now on.

    `flash_attention=` of a layer or of `ops.dot_product_attention` comes before that.
    """
    CONFIG.set("flash_attention", False)


def is_flash_attention_enabled() -> bool:
    """Returns whether attention uses the fused kernel of an engine that has one.

    Example:
        >>> is_flash_attention_enabled()
        True
    """
    return CONFIG.flash_attention


def enable_traceback_filtering() -> None:
    """Lets tracebacks show the user's files alone, as they do by default."""
    CONFIG.set("traceback_filtering", True)


def disable_traceback_filtering() -> None:
    """Lets tracebacks show Tahr's own files too."""
    CONFIG.set("traceback_filtering", False)


def is_traceback_filtering_enabled() -> bool:
    """Returns whether tracebacks show the user's files alone."""
    return CONFIG.traceback_filtering


def enable_interactive_logging() -> None:
    """Lets `verbose="auto"` show a progress bar, as it does by default."""
    CONFIG.set("interactive_logging", True)


def disable_interactive_logging() -> None:
    """Lets `verbose="auto"` show a line an epoch."""
    CONFIG.set("interactive_logging", False)


def is_interactive_logging_enabled() -> bool:
    """Returns whether `verbose="auto"` shows a progress bar."""
    return CONFIG.interactive_logging


def is_nnx_enabled() -> bool:
    """Returns whether layers are modules of Flax NNX: they never are."""
    return False


@ends_at_user
def enable_unsafe_deserialization() -> None:
    """Is refused: code that stands in a file is never run.

    Raises:
        SavingError: always.
    """
    raise SavingError(
        "code from a model file is never run, so this cannot be switched on",
        todo="write the function in your program and pass it in custom_objects when loading",
    )


if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
