"""How values that JSON has no word for are written: slices, bytes, arrays, tensors, lambdas.

Each kind is a `Form`: the name that stands for it in a file, a test, a writer and a reader.
"""

import base64
import marshal
from collections.abc import Callable
from dataclasses import dataclass
from types import EllipsisType, FunctionType
from typing import Any

from tahr.core import current
from tahr.core.dtypes import NAMES
from tahr.core.errors import SavingError

PLAIN = (str, bool, int, float, type(None))
TYPES: dict[str, type] = {t.__name__: t for t in (bool, int, float, str, list, tuple, dict)}


@dataclass(frozen=True)
class Form:
    """One kind of value: how to tell it, write it and read it."""

    name: str
    matches: Callable[[Any], bool]
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


FORMS: dict[str, Form] = {}
"""Every form by the `class_name` that files give it."""


def add_form(form: Form) -> None:
    """Makes a kind of value known to files."""
    FORMS[form.name] = form


def form_of(value: object) -> Form | None:
    """Finds the form of a value, or None where it is written as something else."""
    return next((form for form in FORMS.values() if form.matches(value)), None)


def is_array(value: object) -> bool:
    """Returns whether a value is a NumPy array or scalar, without importing NumPy."""
    return type(value).__module__ == "numpy" and hasattr(value, "tolist")


def is_lambda(value: object) -> bool:
    """Returns whether a value is a function that has no name."""
    return isinstance(value, FunctionType) and value.__name__ == "<lambda>"


def _is_tensor(value: object) -> bool:
    return not isinstance(value, type) and current.engine().is_tensor(value)


def _write_array(value: Any) -> dict[str, Any]:
    return {"value": value.tolist(), "dtype": value.dtype.name}


def _read_array(config: Any) -> Any:
    import numpy as np

    return np.array(config["value"], dtype=_checked_dtype(config["dtype"]))


def _write_tensor(value: Any) -> dict[str, Any]:
    return _write_array(current.engine().to_numpy(value))


def _read_tensor(config: Any) -> Any:
    return current.engine().asarray(_read_array(config), config["dtype"])


def _checked_dtype(dtype: Any) -> Any:
    if dtype not in NAMES:
        raise SavingError("not a dtype an array in a file may have", got=repr(dtype))
    if dtype.startswith(("bfloat", "float8")):
        import ml_dtypes

        return getattr(ml_dtypes, dtype)
    return dtype


def _write_lambda(value: Any) -> dict[str, Any]:
    cells = value.__closure__
    closure = tuple(cell.cell_contents for cell in cells) if cells else None
    code = base64.encodebytes(marshal.dumps(value.__code__)).decode("ascii")
    return {"value": (code, value.__defaults__, closure)}


def _read_lambda(_: Any) -> Any:
    raise SavingError(
        "the file holds a lambda, which is Python code, and code from a file is never run",
        todo="write the lambda as a named function in your program, register it with "
        "saving.register_keras_serializable, and save again",
    )


def _read_slice(config: Any) -> slice:
    return slice(config["start"], config["stop"], config["step"])


def _write_slice(value: Any) -> dict[str, Any]:
    return {"start": value.start, "stop": value.stop, "step": value.step}


for _form in (
    Form(
        "__bytes__",
        lambda value: isinstance(value, bytes),
        lambda value: {"value": value.decode("utf-8")},
        lambda config: config["value"].encode("utf-8"),
    ),
    Form("__slice__", lambda value: isinstance(value, slice), _write_slice, _read_slice),
    Form(
        "__ellipsis__",
        lambda value: isinstance(value, EllipsisType),
        lambda value: {},
        lambda config: Ellipsis,
    ),
    Form("__tuple__", lambda value: False, list, tuple),
    Form("__numpy__", is_array, _write_array, _read_array),
    Form("__tensor__", _is_tensor, _write_tensor, _read_tensor),
    Form("__lambda__", is_lambda, _write_lambda, _read_lambda),
):
    add_form(_form)
