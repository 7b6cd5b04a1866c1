"""Writes models with genuine old Keras releases, each with an input and what it predicted.

Run by the Python that has such a release, as `KERAS_BACKEND=theano python write.py FOLDER`;
with `tf` behind it it writes with tf.keras; names of cases there choose among them. For each layer family there are `NAME.h5`
(the whole model), `NAME.weights` (weights alone, HDF5), `NAME.json`, `NAME.yaml` and `NAME.npz`.
It runs under Python 3.6 and later, and imports nothing of Tahr.
"""
# ruff: noqa  (it runs under Python 3.6)

import sys
import traceback

import numpy as np
from models import CASES, RNG, ROW, K


def randomized(model):
    values = []
    for w in model.get_weights():
        low = 0.0 if w.size and (w == 1).all() else -0.4
        values.append((w + RNG.uniform(low, 0.4, w.shape)).astype("float32"))
    model.set_weights(values)


def data(model, name):
    shapes = [
        s for s in ([ROW, ROW] if name.startswith(("merge_", "container")) else model_shapes(model))
    ]
    if name.startswith("embedding"):
        return [RNG.randint(1, 7, (2, 4)).astype("float32")]
    return [RNG.normal(size=(2,) + tuple(s)).astype("float32") for s in shapes]


def model_shapes(model):
    shape = model.input_shape
    rows = shape if isinstance(shape, list) else [shape]
    return [row[1:] for row in rows]


def write(folder, name, build):
    if hasattr(K, "clear_session"):
        K.clear_session()
    model = build()
    if name == "container":
        model.compile("sgd", {"out": "mse", "more": "mse"})
        x = data(model, name)
        randomized(model)
        found = model.predict(dict(zip("ab", x)))
        found = [found["out"], found["more"]]
    else:
        optimizer = getattr(model, "optimizer_name", None)
        several = name == "shared"
        model.compile(
            loss=["mse", "mae"] if several else "mse",
            optimizer=optimizer or "sgd",
            **({"metrics": ["accuracy"]} if optimizer else {}),
        )
        randomized(model)
        x = data(model, name)
        given = x if len(x) > 1 else x[0]
        if optimizer:
            for _ in range(2):
                model.train_on_batch(given, np.ones((2, 2), "float32"))
        found = model.predict(given)
        if name == "stateful":
            model.reset_states()
        found = found if isinstance(found, list) else [found]
    stem = folder + "/" + name
    for suffix, save in ((".h5", "save"), (".weights", "save_weights")):
        if save == "save" and not hasattr(model, "save"):
            continue
        path = stem + suffix + (".h5" if suffix == ".weights" else "")
        if save == "save_weights":
            model.save_weights(path, overwrite=True)
        else:
            model.save(path)
    for method in ("to_json", "to_yaml"):
        if hasattr(model, method):
            try:
                text = getattr(model, method)()
            except RuntimeError:
                continue
            with open(stem + "." + method[3:], "w") as file:
                file.write(text)
    arrays = dict(("x%d" % i, a) for i, a in enumerate(x))
    arrays.update(("y%d" % i, np.asarray(a)) for i, a in enumerate(found))
    np.savez(stem + ".npz", **arrays)


if __name__ == "__main__":
    done = 0
    chosen = [name for name in sys.argv[2:] if name != "tf"]
    for case in chosen or sorted(CASES):
        try:
            write(sys.argv[1], case, CASES[case])
            done += 1
        except Exception as error:
            print(
                "%s: %s"
                % (case, traceback.format_exception_only(type(error), error)[-1].strip()[:200])
            )
    print("%d models" % done)
