"""`python -m benchmarks.pictures jax`: pictures a second, read from a folder and changed at random.

Tahr, Keras on the same backend and, where they are installed, the transforms of torchvision take
turns in one process. What is counted is processor time: on a shared machine it varies less than
that on the clock, which is printed as well.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

COUNT, SIDE, SIZE, BATCH = 400, 200, 224, 32
Run = Callable[[], int]
"""Goes over some pictures, and returns how many."""


def files(top: Path, ending: str) -> Path:
    """Makes a folder of pictures, smooth with a little noise, as photographs are."""
    from PIL import Image

    draw = np.random.default_rng(0)
    for number in range(COUNT):
        coarse = draw.integers(0, 256, (13, 13, 3)).astype("uint8")
        smooth = np.asarray(Image.fromarray(coarse).resize((SIDE, SIDE), Image.Resampling.BICUBIC))
        pixels = np.clip(smooth + draw.normal(0, 6, smooth.shape), 0, 255).astype("uint8")
        folder = top / ending / "ab"[number % 2]
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(folder / f"{number:03}.{ending}", quality=90)
    return top / ending


def reading(tahr: Any, keras: Any, folder: Path) -> dict[str, Run]:
    """Returns passes over the pictures of a folder."""

    def over(library: Any) -> Run:
        data = library.utils.image_dataset_from_directory(
            folder, image_size=(SIZE, SIZE), seed=1, verbose=False
        )
        return lambda: sum(len(images) for images, _ in data)

    return {"tahr": over(tahr), "keras": over(keras)}


def layers_of(library: Any) -> dict[str, Any]:
    """Returns layers that change pictures at random, by name."""
    made = library.layers
    return {
        "flip": made.RandomFlip(seed=1),
        "rotation": made.RandomRotation(0.1, seed=2),
        "zoom": made.RandomZoom(0.2, seed=3),
        "contrast": made.RandomContrast(0.3, seed=4),
        "crop": made.RandomCrop(SIDE, SIDE, seed=5),
    }


def changing(engine: str, tahr: Any, keras: Any, name: str, x: np.ndarray) -> dict[str, Run]:
    """Returns calls of a layer on a batch, on an engine."""
    ours, theirs = layers_of(tahr)[name], layers_of(keras)[name]
    here, there = tahr.ops.convert_to_tensor(x), keras.ops.convert_to_tensor(x)
    step = tahr.jit(lambda batch: ours(batch, training=True))
    found = {
        "tahr": _waited(lambda: step(here)),
        "keras": _waited(_compiled(engine, theirs, there)),
    }
    rival = _torchvision(name)
    if rival is not None:
        import torch

        pixels = torch.tensor(x).permute(0, 3, 1, 2).contiguous()
        # One draw for a batch, where the others draw for each picture: so picture by picture.
        found["torchvision"] = _waited(lambda: torch.stack([rival(one) for one in pixels]))
    return found


def _compiled(engine: str, layer: Any, x: Any) -> Callable[[], Any]:
    layer(x, training=True)
    if engine == "jax":
        import jax

        step = jax.jit(lambda state, batch: layer.stateless_call([], state, batch, training=True))
        states = [[v.value for v in layer.non_trainable_variables]]

        def call() -> Any:
            out, states[0] = step(states[0], x)
            return out

        try:
            call()
        except IndexError:  # Keras's random crop cannot be traced
            return lambda: layer(x, training=True)
        return call
    if engine == "tensorflow":
        import tensorflow as tf

        graph = tf.function(lambda batch: layer(batch, training=True))
        return lambda: graph(x)
    return lambda: layer(x, training=True)


def _waited(call: Callable[[], Any]) -> Run:
    def run() -> int:
        out = call()
        getattr(out, "block_until_ready", lambda: out[0, 0, 0])()
        return BATCH

    return run


def _torchvision(name: str) -> Any:
    try:
        from torchvision.transforms import v2
    except (ImportError, RuntimeError):
        return None
    linear = v2.InterpolationMode.BILINEAR
    return {
        "flip": v2.Compose([v2.RandomHorizontalFlip(), v2.RandomVerticalFlip()]),
        "rotation": v2.RandomRotation(36, interpolation=linear),
        "zoom": v2.RandomAffine(0, scale=(0.8, 1.2), interpolation=linear),
        "contrast": v2.ColorJitter(contrast=0.3),
        "crop": v2.RandomCrop(SIDE),
    }[name]


def compare(title: str, runs: dict[str, Run], rounds: int) -> None:
    """Has contestants take turns, and prints what each does and Tahr's ratio to the others."""
    for run in runs.values():
        run(), run()
    cost: dict[str, list[float]] = {who: [] for who in runs}
    speed: dict[str, list[float]] = {who: [] for who in runs}
    for _ in range(rounds):
        for who, run in runs.items():
            clock, used = time.perf_counter(), time.process_time()
            count = run()
            speed[who].append(count / (time.perf_counter() - clock))
            cost[who].append((time.process_time() - used) / count * 1e3)
    shown = [
        f"{who} {median(speed[who]):.0f}/s, {median(cost[who]):.2f} ms of processor" for who in runs
    ]
    for who in [*runs][1:]:
        cpu = sorted(b / a for a, b in zip(cost["tahr"], cost[who], strict=True))
        clock = sorted(a / b for a, b in zip(speed["tahr"], speed[who], strict=True))
        shown.append(
            f"x{median(cpu):.2f} ({cpu[0]:.2f}-{cpu[-1]:.2f}) of {who} by processor time, "
            f"x{median(clock):.2f} by the clock"
        )
    sys.stdout.write(f"{title}: {'; '.join(shown)}\n")
    sys.stdout.flush()


def main() -> None:
    """Runs what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures", description=__doc__)
    parser.add_argument("engine", choices=("jax", "torch", "tensorflow"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("reading", "changing"))
    chosen = parser.parse_args()
    os.environ |= {"KERAS_BACKEND": chosen.engine, "TAHR_ENGINE": chosen.engine}
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras

    import tahr

    if chosen.only != "changing":
        with tempfile.TemporaryDirectory() as top:
            for ending in ("jpg", "png"):
                folder = files(Path(top), ending)
                compare(f"reading {ending}", reading(tahr, keras, folder), chosen.rounds)
    if chosen.only != "reading":
        x = np.random.default_rng(0).integers(0, 256, (BATCH, SIZE, SIZE, 3)).astype("float32")
        for name in layers_of(tahr):
            runs = changing(chosen.engine, tahr, keras, name, x)
            compare(f"{name} on {chosen.engine}", runs, chosen.rounds)


if __name__ == "__main__":
    main()
