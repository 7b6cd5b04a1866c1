"""The five models as someone who knows JAX would write them."""

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from benchmarks.tasks import BATCH, Task

Params = dict[str, Any]


def _glorot(key: Any, *shape: int) -> jax.Array:
    field = int(np.prod(shape[:-2]))
    limit = np.sqrt(6 / (field * (shape[-2] + shape[-1])))
    return jax.random.uniform(key, shape, minval=-limit, maxval=limit)


def _dense(p: Params, name: str, x: jax.Array) -> jax.Array:
    return x @ p[f"{name}.w"] + p[f"{name}.b"]


def _init(sizes: dict[str, tuple[int, ...]]) -> Params:
    keys = jax.random.split(jax.random.key(0), len(sizes))
    params: Params = {}
    for key, (name, shape) in zip(keys, sizes.items(), strict=True):
        params[f"{name}.w"] = _glorot(key, *shape)
        params[f"{name}.b"] = jnp.zeros(shape[-1])
    return params


def mlp() -> tuple[Params, Callable[..., Any]]:
    params = _init({"a": (784, 64), "b": (64, 64), "c": (64, 10)})

    def forward(p: Params, x: jax.Array, training: bool) -> jax.Array:
        x = jax.nn.relu(_dense(p, "a", x))
        return _dense(p, "c", jax.nn.relu(_dense(p, "b", x)))

    return params, forward


def _conv(x: jax.Array, w: jax.Array, stride: int = 1, padding: str = "VALID") -> jax.Array:
    return lax.conv_general_dilated(
        x, w, (stride, stride), padding, dimension_numbers=("NHWC", "HWIO", "NHWC")
    )


def cnn() -> tuple[Params, Callable[..., Any]]:
    params = _init({"conv": (3, 3, 1, 32), "a": (5408, 128), "b": (128, 10)})

    def forward(p: Params, x: jax.Array, training: bool) -> jax.Array:
        x = jax.nn.relu(_conv(x, p["conv.w"]) + p["conv.b"])
        x = lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
        return _dense(p, "b", jax.nn.relu(_dense(p, "a", x.reshape(len(x), -1))))

    return params, forward


def lstm() -> tuple[Params, Callable[..., Any]]:
    params = _init({"x": (128, 256), "h": (64, 256), "out": (64, 1)})
    params["table"] = jax.random.uniform(jax.random.key(1), (20000, 128), minval=-0.05, maxval=0.05)

    def forward(p: Params, tokens: jax.Array, training: bool) -> jax.Array:
        xs = jnp.swapaxes(_dense(p, "x", p["table"][tokens]), 0, 1)

        def step(state: Any, x: jax.Array) -> tuple[Any, None]:
            h, c = state
            i, f, g, o = jnp.split(x + h @ p["h.w"], 4, axis=1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
            return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

        zero = jnp.zeros((tokens.shape[0], 64))
        (h, _), _ = lax.scan(step, (zero, zero), xs)
        return _dense(p, "out", h)

    return params, forward


def _normalized(p: Params, name: str, x: jax.Array) -> jax.Array:
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) * lax.rsqrt(variance + 1e-3) * p[f"{name}.scale"] + p[f"{name}.shift"]


def transformer() -> tuple[Params, Callable[..., Any]]:
    sizes: dict[str, tuple[int, ...]] = {"out": (128, 1)}
    for i in range(2):
        sizes |= {f"{i}.qkv": (128, 384), f"{i}.proj": (128, 128)}
        sizes |= {f"{i}.up": (128, 512), f"{i}.down": (512, 128)}
    params = _init(sizes)
    for i in range(2):
        for j in "ab":
            params |= {f"{i}.{j}.scale": jnp.ones(128), f"{i}.{j}.shift": jnp.zeros(128)}
    params["table"] = jax.random.uniform(jax.random.key(1), (5000, 128), minval=-0.05, maxval=0.05)

    def attended(p: Params, i: int, x: jax.Array) -> jax.Array:
        q, k, v = jnp.split(_dense(p, f"{i}.qkv", x).reshape(*x.shape[:2], 12, 32), 3, axis=2)
        weights = jax.nn.softmax(jnp.einsum("bqhd,bkhd->bhqk", q, k) / np.sqrt(32))
        mixed = jnp.einsum("bhqk,bkhd->bqhd", weights, v)
        return _dense(p, f"{i}.proj", mixed.reshape(x.shape))

    def forward(p: Params, tokens: jax.Array, training: bool) -> jax.Array:
        x = p["table"][tokens]
        for i in range(2):
            x = _normalized(p, f"{i}.a", x + attended(p, i, x))
            up = jax.nn.relu(_dense(p, f"{i}.up", x))
            x = _normalized(p, f"{i}.b", x + _dense(p, f"{i}.down", up))
        return _dense(p, "out", x.mean(1))

    return params, forward


def resnet() -> tuple[Params, Callable[..., Any]]:
    stages = ((3, 32, 1), (32, 64, 2), (64, 128, 2))
    sizes: dict[str, tuple[int, ...]] = {"out": (128, 10)}
    for i, (inner, width, _) in enumerate(stages):
        sizes |= {f"{i}.p": (1, 1, inner, width)}
        sizes |= {f"{i}.a": (3, 3, inner, width), f"{i}.b": (3, 3, width, width)}
    params = _init(sizes)
    for i, (_, width, _) in enumerate(stages):
        for j in "ab":
            params |= {
                f"{i}.{j}.scale": jnp.ones(width),
                f"{i}.{j}.shift": params.pop(f"{i}.{j}.b"),
            }
            params |= {f"{i}.{j}.mean": jnp.zeros(width), f"{i}.{j}.var": jnp.ones(width)}

    def whitened(p: Params, name: str, x: jax.Array, training: bool) -> jax.Array:
        mean, var = p[f"{name}.mean"], p[f"{name}.var"]
        if training:
            mean = x.mean((0, 1, 2))
            var = (x * x).mean((0, 1, 2)) - mean**2
            p[f"new {name}.mean"] = 0.99 * p[f"{name}.mean"] + 0.01 * mean
            p[f"new {name}.var"] = 0.99 * p[f"{name}.var"] + 0.01 * var
        scale = lax.rsqrt(var + 1e-3) * p[f"{name}.scale"]
        return x * scale + (p[f"{name}.shift"] - mean * scale)

    def forward(p: Params, x: jax.Array, training: bool) -> jax.Array:
        for i, (_, _, stride) in enumerate(stages):
            straight = _conv(x, p[f"{i}.p.w"], stride) + p[f"{i}.p.b"]
            y = _conv(x, p[f"{i}.a.w"], stride, "SAME")
            y = _conv(jax.nn.relu(whitened(p, f"{i}.a", y, training)), p[f"{i}.b.w"], 1, "SAME")
            x = jax.nn.relu(whitened(p, f"{i}.b", y, training) + straight)
        return _dense(p, "out", x.mean((1, 2)))

    return params, forward


def adam(params: Params) -> Params:
    return {
        "m": jax.tree.map(jnp.zeros_like, params),
        "v": jax.tree.map(jnp.zeros_like, params),
        "t": 0.0,
    }


def adam_update(grads: Params, slots: Params, params: Params) -> tuple[Params, Params]:
    t = slots["t"] + 1
    rate = 1e-3 * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    m = jax.tree.map(lambda m, g: m + 0.1 * (g - m), slots["m"], grads)
    v = jax.tree.map(lambda v, g: v + 0.001 * (g * g - v), slots["v"], grads)
    params = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-7), params, m, v)
    return params, {"m": m, "v": v, "t": t}


def rmsprop(params: Params) -> Params:
    return {"v": jax.tree.map(jnp.zeros_like, params)}


def rmsprop_update(grads: Params, slots: Params, params: Params) -> tuple[Params, Params]:
    v = jax.tree.map(lambda v, g: 0.9 * v + 0.1 * g * g, slots["v"], grads)
    params = jax.tree.map(lambda p, g, v: p - 1e-3 * g / jnp.sqrt(v + 1e-7), params, grads, v)
    return params, {"v": v}


OPTIMIZERS = {"adam": (adam, adam_update), "rmsprop": (rmsprop, rmsprop_update)}


class ByHandJax:
    """A jitted step with donated state, called batch by batch.

    Args:
        task: what is trained.
        name: of its model.
    """

    def __init__(self, task: Task, name: str) -> None:
        params, self.forward = globals()[name]()
        start, update = OPTIMIZERS[task.optimizer]
        binary = task.classes == 1

        def loss_of(params: Params, x: jax.Array, y: jax.Array) -> tuple[jax.Array, Params]:
            seen = dict(params)
            logits = self.forward(seen, x, True)
            news = {k.removeprefix("new "): v for k, v in seen.items() if k.startswith("new ")}
            if binary:
                z = logits[:, 0]
                return (jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z)))).mean(), news
            chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], 1)
            return -chosen.mean(), news

        @partial(jax.jit, donate_argnums=(0, 1))
        def step(params: Params, slots: Params, total: Any, x: jax.Array, y: jax.Array) -> Any:
            (loss, news), grads = jax.value_and_grad(loss_of, has_aux=True)(params, x, y)
            params, slots = update(grads, slots, params)
            return {**params, **news}, slots, total + loss

        self.step = step
        self.state = (params, start(params))
        self.apply = jax.jit(lambda p, x: self.forward(dict(p), x, False))

    def epoch(self, x: np.ndarray, y: np.ndarray) -> float:
        """Trains one epoch; gives the loss."""
        order = np.random.permutation(len(x))
        params, slots = self.state
        total: Any = 0.0
        for i in range(0, len(x), BATCH):
            rows = order[i : i + BATCH]
            params, slots, total = self.step(params, slots, total, x[rows], y[rows])
        self.state = params, slots
        return float(total) * BATCH / len(x)

    def predict(self, x: np.ndarray) -> np.ndarray:
        """Returns the outputs for a few rows."""
        return np.asarray(self.apply(self.state[0], x))

    def report(self) -> str:
        """Has nothing to add."""
        return ""
