"""Keras 3's files: `.keras` for whole models, `.weights.h5` for weights alone.

What is saved is known here only by its configuration and its state: anything with
`get_config` and parts that save their own variables will do.
"""

import io
import json
import time
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import h5py

from tahr.compat import formats
from tahr.compat.keywords import SAVED
from tahr.compat.modules import KERAS_VERSION
from tahr.core.deserialization import made_of
from tahr.core.errors import ArgumentError, SavingError
from tahr.core.files import atomic_write, lent, may_write
from tahr.core.serialization import serialize_shared, sharing
from tahr.core.spending import limited
from tahr.core.tracebacks import ends_at_user
from tahr.core.tracking import Stateful
from tahr.core.typing import is_dict, is_list
from tahr.saving import orbax, paths, plain_paths, state, store
from tahr.saving.hdf5 import Weights, Writer
from tahr.saving.legacy import layout, loading as older_weights, models as older, writing
from tahr.version import __version__

"""The version of Keras whose files these are."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date in the archive, one for all, so that one model gives one file."""

"""Values of `save_format` that name no other files than the path does; it is checked by its end."""


@ends_at_user
def save_model(
    model: Any,
    filepath: str | Path,
    overwrite: bool = True,
    zipped: bool | None = None,
    **kwargs: Any,
) -> None:
    """Writes a model: architecture, weights, training set-up, state of the optimizer.

    The file is written beside its place and moved there when it is whole. Keras 3 reads it.

    Args:
        model: a model, built or not.
        filepath: a path that ends in `.keras`, or in `.h5` or `.hdf5` for a file of the older kind.
        overwrite: whether a file that is there may be replaced.
        zipped: as in Keras; only archives are written.
        **kwargs: arguments of earlier Keras versions: `save_format`, which the path says;
            `include_optimizer`, for a model to be compiled anew.

    Raises:
        ArgumentError: an argument is none of those, or says what is not done.
        SavingError: the file cannot be written, or something in the model has no configuration.

    Example:
        >>> import tempfile
        >>> from tahr import layers, models
        >>> model = models.Sequential([layers.Input((2,)), layers.Dense(1)])
        >>> path = tempfile.mkdtemp() + "/model.keras"
        >>> save_model(model, path)
        >>> load_model(path).count_params()
        3
    """
    _check_saved(kwargs, "save")
    plain = formats.meant(filepath, kwargs)
    if plain == formats.TENSORFLOW:
        may_write(filepath, overwrite)
        plain_paths.save_folder(model, filepath, save_model)
        return
    if plain == formats.HDF5:
        may_write(filepath, overwrite)
        _put(filepath, writing.model_file(model))
        return
    if paths.kind_of(filepath, paths.MODEL, *paths.OLDER) != paths.MODEL:
        may_write(filepath, overwrite)
        _put(filepath, writing.model_file(model))
        return
    if zipped is False:
        raise ArgumentError("models are saved as one file, not as a folder", where="zipped")
    may_write(filepath, overwrite)
    metadata = {
        "keras_version": KERAS_VERSION,
        "date_saved": time.strftime("%Y-%m-%d@%H:%M:%S"),
        "tahr_version": __version__,
    }
    config = _json(serialize_shared(model), str(filepath))
    weights, assets = _weights(model), state.assets(model)
    with (
        lent(weights) as state_of_all,
        atomic_write(filepath) as file,
        zipfile.ZipFile(file, "w") as archive,
    ):
        for name, content in (
            (store.METADATA, json.dumps(metadata)),
            (store.CONFIG, config),
            (store.WEIGHTS, state_of_all),
            *assets.items(),
        ):
            with archive.open(zipfile.ZipInfo(name, EPOCH), "w", force_zip64=True) as member:
                member.write(content.encode() if isinstance(content, str) else content)


def _check_saved(given: dict[str, Any], where: str) -> None:
    """Raises where an argument of earlier Keras versions asks for what is not done."""
    known = SAVED[where]
    for name, value in given.items():
        if name not in known:
            raise ArgumentError(f"{where} takes no argument {name!r}", where=where)
        if value not in known[name]:
            raise ArgumentError(
                f"{name} cannot be {value!r}",
                where=where,
                expected=", ".join(map(repr, known[name])),
                todo="save to a path that ends in .keras" if name == "save_format" else None,
            )


def _json(config: dict[str, Any], where: str) -> str:
    try:
        return json.dumps(config)
    except (TypeError, ValueError, RecursionError) as error:
        raise SavingError(
            "the model's configuration holds what JSON has no word for",
            where=where,
            got=error,
            todo="let get_config return plain values, or objects with a get_config of their own",
        ) from error


def _weights(model: Stateful, skip: Iterable[object] = ()) -> io.BytesIO:
    """Writes the state of a model as an HDF5 file in memory."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        for path, part in state.saved_parts(model, skip):
            group = file.create_group(f"{path}/vars" if path else "vars")
            name = getattr(part, "name", None)
            if isinstance(name, str):
                group.attrs["name"] = name
            state.write(part, Writer(group))
    return buffer


@ends_at_user
def load_model(
    filepath: str | Path,
    custom_objects: Mapping[str, Any] | None = None,
    compile: bool = True,
    safe_mode: bool = True,
) -> Any:
    """Reads a model that Tahr or any Keras has saved.

    Args:
        filepath: a path that ends in `.keras`, or in `.h5` or `.hdf5` for a file of Keras 1 or 2;
            or a folder that `callbacks.OrbaxCheckpoint` has written.
        custom_objects: your own classes and functions, by the names the file gives them.
        compile: whether to compile it as it was, and restore the state of the optimizer.
        safe_mode: whether the file is not trusted; code in a file is never run either way.

    Returns:
        The model.

    Raises:
        SavingError: it is no such file, it is damaged, not harmless, or names what is not known.
    """
    if orbax.newest(filepath) is not None:
        return orbax.load_model(filepath, custom_objects, compile, safe_mode)
    filepath = plain_paths.inside(filepath) or filepath
    kind = plain_paths.kind_of(filepath) if formats.is_plain(filepath) else None
    if (kind or paths.kind_of(filepath, paths.MODEL, *paths.OLDER)) != paths.MODEL:
        return older.load(paths.there(filepath), custom_objects, compile, safe_mode)
    with store.open_model(paths.there(filepath)) as file:
        config = file.config if compile else {**file.config, "compile_config": None}
        with limited(file.size, str(filepath)):
            config = config if file.by_tahr else _without_defaults(config)
            model = _model(config, custom_objects, safe_mode, str(filepath))
            skip = [] if compile else [getattr(model, "optimizer", None)]
            state.take_assets(model, file.assets, str(filepath))
            _restore(model, file.weights, str(filepath), skip)
    return model


def _model(
    config: dict[str, Any], custom_objects: Mapping[str, Any] | None, safe_mode: bool, where: str
) -> Any:
    with sharing():
        model = made_of(config, custom_objects, safe_mode, where)
    if isinstance(model, Stateful) and hasattr(model, "save"):
        return model
    raise SavingError(
        "the file holds something else than a model", where=where, got=model.__class__
    )


def _without_defaults(config: Any) -> Any:
    """Drops the arguments of calls that Keras writes though nobody gave them."""
    if is_list(config):
        return [_without_defaults(item) for item in config]
    if not is_dict(config):
        return config
    found = {key: _without_defaults(item) for key, item in config.items()}
    kwargs = found.get("kwargs")
    if found.keys() == {"args", "kwargs"} and is_dict(kwargs):
        unasked = {"training": False, "mask": None}
        found["kwargs"] = {
            k: v for k, v in kwargs.items() if not (k in unasked and v is unasked[k])
        }
    return found


def _restore(
    model: Stateful,
    weights: Weights,
    where: str,
    skip: Sequence[object] = (),
    skip_mismatch: bool = False,
) -> None:
    parts = list(state.saved_parts(model, skip))
    sources = {path: weights.group(f"{path}/vars" if path else "vars") for path, _ in parts}
    state.restore(parts, sources, where, skip_mismatch)


@ends_at_user
def save_weights(
    model: Any,
    filepath: str | Path,
    overwrite: bool = True,
    max_shard_size: float | None = None,
    **kwargs: Any,
) -> None:
    """Writes the weights of a model, and the state of its optimizer.

    Args:
        model: a model or layer that is built.
        filepath: a path that ends in `.weights.h5`, or in `.h5` or `.hdf5` for a file of the older
            kind, which has no state of the optimizer.
        overwrite: whether a file that is there may be replaced.
        max_shard_size: as in Keras; weights are written into one file.
        **kwargs: `save_format` of earlier Keras versions, which the path says.

    Raises:
        ArgumentError: an argument is none of those, or says what is not done.
        SavingError: the file cannot be written, or the model is not built.
    """
    _check_saved(kwargs, "save_weights")
    plain = formats.meant(filepath, kwargs)
    kind = plain or paths.kind_of(filepath, paths.WEIGHTS, *paths.OLDER)
    if max_shard_size is not None:
        raise ArgumentError("weights are written into one file", where="max_shard_size")
    if not model.built:
        raise SavingError(
            "the model has no weights yet",
            where=model.name,
            todo="call it on data, or build(input_shape), before saving its weights",
        )
    may_write(filepath, overwrite)
    if plain == formats.TENSORFLOW:
        plain_paths.write_weights(model, filepath, _put_older)
        return
    written = _weights(model) if kind == paths.WEIGHTS else writing.weights_file(model)
    _put(filepath, written)


def _put_older(model: Any, filepath: Path) -> None:
    _put(filepath, writing.weights_file(model))


def _put(filepath: str | Path, content: io.BytesIO) -> None:
    with lent(content) as view, atomic_write(filepath) as file:
        file.write(view)


@ends_at_user
def load_weights(
    model: Any,
    filepath: str | Path,
    skip_mismatch: bool = False,
    by_name: bool = False,
    objects_to_skip: Sequence[object] = (),
) -> Any:
    """Reads weights into a model; all of them, or, where something does not fit, none.

    Args:
        model: a model or layer that is built, of the layers the file was saved from.
        filepath: a `.weights.h5` or `.keras` file, or an `.h5` or `.hdf5` file of Keras 1 or 2,
            of weights alone or of a whole model; or a folder of `callbacks.OrbaxCheckpoint`; or
            how the names of the files of a checkpoint of TensorFlow's begin.
        skip_mismatch: whether what does not fit is left as it is, with a warning.
        by_name: whether the layers of an older file are found by their names rather than their
            places; layers that only one side has are left alone.
        objects_to_skip: layers, or the optimizer, to leave as they are.

    Returns:
        None; of a checkpoint of TensorFlow's a status, which says whether all was found.

    Raises:
        SavingError: it is no such file, it is damaged, not harmless, or does not fit.
    """
    if orbax.newest(filepath) is not None:
        orbax.load_weights(model, filepath, None, skip_mismatch)
        return None
    if formats.is_plain(filepath):
        if plain_paths.is_checkpoint(filepath):
            return plain_paths.read_weights(model, filepath)
        filepath = plain_paths.inside(filepath) or filepath
    if not formats.is_plain(filepath) or plain_paths.kind_of(filepath) is None:
        paths.kind_of(filepath, paths.WEIGHTS, paths.MODEL, *paths.OLDER)
    with store.open_weights(paths.there(filepath)) as weights:
        if layout.is_legacy(weights):
            older_weights.load(model, weights, by_name, skip_mismatch, objects_to_skip)
            return None
        if by_name:
            raise ArgumentError(
                "this file does not hold the names of layers, by which it could be read",
                where="by_name",
                expected="a file of Keras 1, 2 or tf.keras, or one that save_weights wrote as .h5",
                todo="pass skip_mismatch=True, or objects_to_skip",
            )
        _restore(model, weights, str(filepath), objects_to_skip, skip_mismatch)
    return None
