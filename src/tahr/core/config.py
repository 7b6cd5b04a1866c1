"""The configuration: what a user sets for good.

Read once from `~/.tahr/tahr.json`, or from Keras's own `keras.json` where that is all there
is. `TAHR_HOME` and `KERAS_HOME` move the folders, `TAHR_ENGINE` and `KERAS_BACKEND` choose
the engine; `TAHR_ENGINE=torch,jax` allows JAX where PyTorch is not installed. Nothing is ever
written unless asked.
"""

import json
import os
from dataclasses import dataclass, fields
from pathlib import Path

from tahr.core.engines import about, is_engine, names
from tahr.core.errors import ArgumentError
from tahr.core.extras import installed_spec
from tahr.core.old_words import setting
from tahr.core.typing import is_dict, is_sequence

FLOATX = ("bfloat16", "float16", "float32", "float64")
DATA_FORMATS = ("channels_last", "channels_first")
AUTO = "auto"
"""What is said in an engine's place to have the fastest measured and taken."""


@dataclass
class Config:
    """What a user can set for good: float type, fuzz factor, image layout, engine."""

    floatx: str = "float32"
    epsilon: float = 1e-7
    image_data_format: str = "channels_last"
    engine: str = "jax"
    fallback: tuple[str, ...] = ()
    traceback_filtering: bool = True
    interactive_logging: bool = True
    flash_attention: bool = True
    max_epochs: int | None = None
    max_steps_per_epoch: int | None = None

    def set(self, name: str, value: object, where: str | None = None) -> None:
        """Sets one field after checking it."""
        if name == "engine" and isinstance(value, str):
            value = engine_named(value)
        if name == "fallback":
            value = _engines_of(value, where)
        allowed = CHOICES.get(name)
        if name == "engine" and value != AUTO and not is_engine(value):
            allowed = (*names(), AUTO)
        if allowed is not None and value not in allowed:
            raise ArgumentError(
                f"{name} cannot be {value!r}", where=where, expected=", ".join(map(str, allowed))
            )
        if name == "epsilon":
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                raise ArgumentError(
                    f"epsilon cannot be {value!r}", where=where, expected="a small positive number"
                )
            value = float(value)
        if name in LIMITS and value is not None:
            value = _limit(name, value, where)
        setattr(self, name, value)


CHOICES: dict[str, tuple[object, ...]] = {
    "floatx": FLOATX,
    "image_data_format": DATA_FORMATS,
    "traceback_filtering": (True, False),
    "interactive_logging": (True, False),
    "flash_attention": (True, False),
}
LIMITS = {"max_epochs": "KERAS_MAX_EPOCHS", "max_steps_per_epoch": "KERAS_MAX_STEPS_PER_EPOCH"}
"""Limits on how long models run, and the variables of the environment that set them."""


def home() -> Path:
    """Returns the folder of Tahr's own settings and data: `TAHR_HOME`, or `~/.tahr`."""
    return Path(os.environ.get("TAHR_HOME") or Path.home() / ".tahr")


def cache() -> Path:
    """Returns the folder of what can be lost: `TAHR_CACHE`, or `~/.cache/tahr`."""
    above = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("TAHR_CACHE") or Path(above) / "tahr")


def keras_home() -> Path:
    """Returns the folder where Keras keeps settings and data sets: `KERAS_HOME`, or `~/.keras`."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")


def file() -> Path | None:
    """Returns the configuration file in use; None where there is none."""
    places = (home() / "tahr.json", keras_home() / "keras.json")
    return next((path for path in places if path.is_file()), None)


def load() -> Config:
    """Reads the configuration file and the environment."""
    result = Config()
    known = {f.name for f in fields(Config)}
    path = file()
    said = _read(path) if path else {}
    for key, value in said.items():
        name = setting("names", key)
        unheard = (key == "backend" and not _usable(value)) or (key != name and name in said)
        if name in known and not unheard:
            word = setting("values", value) if isinstance(value, str) else value
            result.set(name, word, where=str(path))
    chosen = os.environ.get("TAHR_ENGINE") or os.environ.get("KERAS_BACKEND")
    if chosen:
        first, *rest = chosen.split(",")
        result.set("engine", first, where="TAHR_ENGINE / KERAS_BACKEND")
        result.set("fallback", rest or result.fallback, where="TAHR_ENGINE / KERAS_BACKEND")
    for name, variable in LIMITS.items():
        if os.environ.get(variable):
            result.set(name, os.environ[variable], where=variable)
    return result


def engine_named(name: str) -> str:
    """Returns the name of an engine as it is called today.

    Example:
        >>> engine_named("theano"), engine_named(" JAX")
        ('pytensor', 'jax')
    """
    return setting("engines", name.strip().lower())


def _engines_of(value: object, where: str | None) -> tuple[str, ...]:
    given = value if is_sequence(value) else [value]
    found = [engine_named(name) if isinstance(name, str) else "" for name in given]
    if all(is_engine(name) for name in found):
        return tuple(found)
    raise ArgumentError(
        f"fallback cannot be {value!r}", where=where, expected=f"a list of {', '.join(names())}"
    )


def _limit(name: str, value: object, where: str | None) -> int:
    """Returns a limit as a number; the environment has it as a text."""
    text = str(value)
    if isinstance(value, bool) or not text.isdecimal() or int(text) < 1:
        raise ArgumentError(
            f"{name} cannot be {value!r}", where=where, expected="a whole number from 1 on, or None"
        )
    return int(text)


def _usable(engine: object) -> bool:
    """Returns whether an engine named in `keras.json` was chosen by someone, and could run.

    Keras writes that file by itself, naming TensorFlow: that name is no choice.
    """
    name = engine_named(str(engine))
    if name == "tensorflow" or not is_engine(name):
        return False
    return installed_spec(about(name).package) is not None


def _read(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArgumentError(
            "the configuration file cannot be read",
            where=str(path),
            got=error,
            todo="mend the file, or delete it to use the defaults",
        ) from None
    if is_dict(found):
        return found
    raise ArgumentError("the configuration is not a JSON object", where=str(path), got=found)


CONFIG = load()


def take_up(changed: Config) -> None:
    """Makes the configuration in force what another one says."""
    for field in fields(Config):
        setattr(CONFIG, field.name, getattr(changed, field.name))


def floatx() -> str:
    """Returns the float type used where none is said.

    Example:
        >>> floatx()
        'float32'
    """
    return CONFIG.floatx


def epsilon() -> float:
    """Returns the fuzz factor that keeps divisions and logarithms finite.

    Example:
        >>> epsilon()
        1e-07
    """
    return CONFIG.epsilon


def image_data_format() -> str:
    """Returns where images keep their channels: `"channels_last"` or `"channels_first"`."""
    return CONFIG.image_data_format


def data_format(value: str | None) -> str:
    """Returns a checked data format, the configured one for None."""
    chosen = CONFIG.image_data_format if value is None else value
    if chosen not in DATA_FORMATS:
        raise ArgumentError(f"data_format cannot be {value!r}", expected=", ".join(DATA_FORMATS))
    return chosen
