"""Damages files in many ways and tells what came of loading them, each in a process of its own.

`python -m tests.saving.fuzzing KIND SEED COUNT FOLDER` prints a JSON object: how many were loaded
and refused, and what else happened. Each case has 2 s of computing and 2 GiB of addresses.
"""

import json
import os
import random
import resource
import sys
import traceback
import zipfile
import zlib
from pathlib import Path

SECONDS = 2
ROOM = 2 << 30
VALUES = (
    None, True, -1, 0, 1, 3, 10**9, 2**63, 10**30, -(10**30), 0.5, 1e308, float("nan"), "", "x",
    "relu", "float32", "../x", "(a+)+b", [], {}, [[[]]], [None], {"class_name": "Dense"},
    {"class_name": "Dense", "config": {}}, {"class_name": "__tuple__", "config": 3},
    {"class_name": "__numpy__", "config": {"value": [1], "dtype": "float32"}},
    {"class_name": "__tensor__", "config": {"value": [[1.0]], "dtype": "int8"}},
    {"class_name": "function", "config": "relu"}, ["dense", 0, 0], [0] * 50, "a" * 3000,
)  # fmt: skip


def write(folder):
    """Writes the files that are damaged."""
    import numpy as np

    import tahr
    from tahr import layers

    x = tahr.Input((6, 4))
    y = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(x)
    y = layers.BatchNormalization()(layers.Conv1D(4, 2, activation="relu")(y))
    y = layers.MultiHeadAttention(2, 2)(y, y)
    inner = tahr.Sequential([layers.Input((4,)), layers.Dense(3), layers.Dropout(0.1)])
    y = layers.TimeDistributed(inner)(y)
    y = tahr.ops.reshape(tahr.ops.concatenate([y, y * 2.0], axis=-1)[:, ::2], (-1, 18))
    model = tahr.Model(x, layers.Dense(2, kernel_regularizer="l2")(y))
    optimizer = tahr.optimizers.get({".*/bias": "sgd", "default": "adam"})
    model.compile(optimizer, tahr.losses.Huber(), metrics=["mae"])
    model.optimizer.build(model.trainable_variables)
    model.save(folder / "good.keras")
    model.save_weights(folder / "good.weights.h5")
    plain = tahr.Model(x, layers.Dense(2, kernel_regularizer="l2")(y))
    plain.compile("adam", tahr.losses.Huber(), metrics=["mae"])
    plain.save(folder / "good.h5")
    from tahr.training.checkpoint import file as checkpoint

    facts = {"place": {"epoch": 1}, "variables": [{"path": "a", "value": np.ones(5, "float32")}]}
    checkpoint.write(folder / "run", (1, 0), facts)
    return model


def flipped(data, pick):
    data = bytearray(data)
    for _ in range(pick.randint(1, 8)):
        data[pick.randrange(len(data))] ^= 1 << pick.randrange(8)
    return bytes(data)


def spliced(data, pick):
    """Takes out, puts in, doubles or overwrites a stretch."""
    start = pick.randrange(len(data))
    end = min(len(data), start + pick.choice((1, 2, 4, 8, 64, 1024)))
    new = pick.choice((b"", b"\xff" * (end - start), b"\0" * (end - start), data[start:end] * 2))
    return data[:start] + new + data[end:]


def hit(data, pick, place):
    """Overwrites a few bytes near a place by ones that are often limits."""
    data = bytearray(data)
    for _ in range(pick.randint(1, 4)):
        at = min(len(data) - 1, place + pick.randrange(60))
        data[at] = pick.choice((0, 1, 0x7F, 0x80, 0xFF, pick.randrange(256)))
    return bytes(data)


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def archive(path, changes, packing):
    with zipfile.ZipFile(path, "w", packing) as file:
        for name, content in changes.items():
            file.writestr(name, content)


def replaced(config, pick):
    """Replaces, deletes or moves some values in a configuration."""
    for _ in range(pick.randint(1, 3)):
        places = list(_places(config))
        holder, key = pick.choice(places)
        way = pick.randrange(4)
        if way == 0:
            del holder[key]
        elif way == 1:
            other, name = pick.choice(places)
            holder[key] = json.loads(json.dumps(other[name]))
        else:
            holder[key] = pick.choice(VALUES)
        config = json.loads(json.dumps(config))
    return config


def _places(value):
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


def damaged(kind, folder, pick):
    """Writes one damaged file."""
    good, weights = folder / "good.keras", folder / "good.weights.h5"
    bad = folder / "bad.keras"
    packing = pick.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    found = members(good)
    if kind == "bits":
        bad.write_bytes(flipped(good.read_bytes(), pick))
    elif kind == "cut":
        data = good.read_bytes()
        bad.write_bytes(pick.choice((data[: pick.randrange(len(data))], spliced(data, pick))))
    elif kind == "zip":
        archive(bad, found, packing)
        data = bad.read_bytes()
        marks = [data.find(m, at) for m in (b"PK\1\2", b"PK\3\4", b"PK\5\6")
                 for at in (0, len(data) // 2)]  # fmt: skip
        places = [place for place in marks if place >= 0]
        bad.write_bytes(hit(data, pick, pick.choice(places)))
    elif kind in ("values", "text"):
        text = found["config.json"]
        if kind == "values":
            text = json.dumps(replaced(json.loads(text), pick)).encode()
        else:
            text = pick.choice((flipped, spliced))(text, pick)
        archive(bad, {**found, "config.json": text}, packing)
    elif kind == "hdf5":
        content = found["model.weights.h5"]
        content = _at_structure(content, pick) if pick.random() < 0.7 else spliced(content, pick)
        archive(bad, {**found, "model.weights.h5": content}, packing)
    elif kind == "weights":
        bad = folder / "bad.weights.h5"
        data = weights.read_bytes()
        way = pick.choice((flipped, spliced, _at_structure))
        bad.write_bytes(way(data, pick))
    elif kind == "older":
        bad = folder / "bad.h5"
        _older(folder / "good.h5", bad, pick)
    elif kind == "checkpoint":
        return _checkpoint(folder, pick)
    return bad


def _older(good, bad, pick):
    import h5py

    data = good.read_bytes()
    if pick.random() < 0.5:
        bad.write_bytes(pick.choice((flipped, spliced, _at_structure))(data, pick))
        return
    bad.write_bytes(data)
    with h5py.File(bad, "a") as file:
        name = pick.choice(("model_config", "training_config"))
        config = replaced(json.loads(file.attrs[name]), pick)
        file.attrs[name] = json.dumps(config).encode()
        version = pick.choice((b"1.2.2", b"2.3.0", b"3.15.1"))
        file.attrs["keras_version"] = file["model_weights"].attrs["keras_version"] = version


def _at_structure(data, pick):
    """Damages where the structure of an HDF5 file stands, rather than numbers."""
    marks = [b"TREE", b"HEAP", b"SNOD", b"\x89HDF", b"OHDR", b"name", b"vars", b"\x01\x00\x06\x00"]
    places = []
    for mark in marks:
        at = data.find(mark)
        while at >= 0 and len(places) < 4000:
            places.append(at)
            at = data.find(mark, at + 1)
    return hit(data, pick, pick.choice(places))


def _checkpoint(folder, pick):
    good = next((folder / "run").glob("*.checkpoint"))
    bad = folder / "bad" / good.name
    bad.parent.mkdir(exist_ok=True)
    data = good.read_bytes()
    if pick.random() < 0.5:
        bad.write_bytes(pick.choice((flipped, spliced))(data, pick))
        return bad
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    facts = replaced(json.loads(header["__metadata__"]["facts"]), pick)
    header["__metadata__"]["facts"] = body = json.dumps(facts)
    check = zlib.crc32(data[8 + length :], zlib.crc32(body.encode()))
    header["__metadata__"]["checksum"] = str(check)
    text = json.dumps(header).encode()
    bad.write_bytes(len(text).to_bytes(8, "little") + text + data[8 + length :])
    return bad


def load(path, model):
    import tahr
    from tahr.training.checkpoint import file as checkpoint

    if path.suffix == ".keras" or path.name == "bad.h5":
        tahr.models.load_model(path)
    elif path.suffix == ".h5":
        model.load_weights(path)
    else:
        checkpoint.newest(path.parent)


def tried(path, model):
    """Loads a file in a process of its own; tells what came of it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        with os.fdopen(reader) as pipe:
            said = pipe.read()
        _, status = os.waitpid(child, 0)
        return said or f"the process ended with {status}"
    import warnings

    from tahr.core.errors import SavingError

    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + SECONDS, int(used) + SECONDS))
    try:
        load(path, model)
        said = "loaded"
    except SavingError:
        said = "refused"
    except BaseException:
        said = traceback.format_exc()[-1500:]
    os.write(writer, said.encode())
    os._exit(0)


def main(kind, seed, count, folder):
    folder = Path(folder)
    model = write(folder)
    counts, odd = {"loaded": 0, "refused": 0}, {}
    for number in range(int(count)):
        path = damaged(kind, folder, random.Random(f"{kind} {seed} {number}"))
        said = tried(path, model)
        if said in counts:
            counts[said] += 1
        else:
            odd[number] = said
        path.unlink()
    print(json.dumps({**counts, "odd": odd}))


if __name__ == "__main__":
    main(*sys.argv[1:])
