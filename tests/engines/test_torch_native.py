"""PyTorch's own versions of ops, values and gradients, against the common ones."""

from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tahr import layers, models, ops  # noqa: E402
from tahr.callbacks import Callback  # noqa: E402
from tahr.core import current  # noqa: E402
from tahr.engines.torch.recurrence import fused_gru  # noqa: E402

ENGINE = current.load("torch")
RANDOM = np.random.default_rng(5)


def tensors(*shapes: tuple[int, ...]) -> list[Any]:
    return [torch.tensor(RANDOM.normal(size=s).astype("float32") * 0.5) for s in shapes]


BOOLS = torch.tensor(RANDOM.random((2, 1, 5, 7)) < 0.6)
BOOLS[0, 0, 2] = False
HEADS = ((2, 5, 3, 4), (2, 7, 3, 4), (2, 7, 3, 4))
CASES: dict[str, tuple[str, list[Any], dict[str, Any]]] = {
    "lstm": ("lstm", tensors((2, 5, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,)), {}),
    "lstm without bias": ("lstm", tensors((2, 5, 3), (2, 4), (2, 4), (3, 16), (4, 16)), {}),
    "attention": ("dot_product_attention", tensors(*HEADS), {}),
    "attention, scaled": ("dot_product_attention", tensors(*HEADS), {"scale": 0.3}),
    "attention, causal": ("dot_product_attention", tensors(*HEADS), {"is_causal": True}),
    "attention, masked": ("dot_product_attention", tensors(*HEADS), {"mask": BOOLS}),
    "layer norm": ("layer_normalization", tensors((2, 3, 4), (4,), (4,)), {"epsilon": 1e-3}),
    "layer norm of two axes": ("layer_normalization", tensors((2, 3, 4)), {"axis": [-2, -1]}),
    "softmax": ("softmax", tensors((3, 4)), {"axis": 0}),
    "log_softmax": ("log_softmax", tensors((3, 4)), {"axis": (0, 1)}),
    "split in parts": ("split", tensors((3, 4)), {"indices_or_sections": 2, "axis": 1}),
    "split at indices": ("split", tensors((3, 4)), {"indices_or_sections": [1, 1], "axis": 1}),
}


def results(function: Any, inputs: list[Any], kwargs: Any) -> list[np.ndarray]:
    """Returns the outputs of a function of tensors, and its gradients."""

    def loss(values: list[Any]) -> tuple[Any, Any]:
        found = function(*values, **kwargs)
        outputs = list(found) if isinstance(found, list | tuple) else [found]
        parts = [(o * torch.cos(torch.arange(o.numel())).reshape(o.shape)).sum() for o in outputs]
        return torch.stack(parts).sum(), outputs

    with current.using("torch"):
        (_, outputs), gradients = ENGINE.value_and_grad(loss, inputs)
    return [ENGINE.to_numpy(t) for t in [*outputs, *gradients]]


def agree(mine: list[np.ndarray], theirs: list[np.ndarray]) -> None:
    for one, other in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(one, other, atol=2e-5)


@pytest.mark.parametrize(("name", "inputs", "kwargs"), CASES.values(), ids=CASES)
def test_native_versions(name: str, inputs: list[Any], kwargs: Any) -> None:
    native, common = ENGINE.native[name], getattr(ops, name).__wrapped__
    assert native(*inputs, **kwargs) is not NotImplemented
    agree(results(native, inputs, kwargs), results(common, inputs, kwargs))


@pytest.mark.parametrize("biases", [(), ((12,), (12,))])
def test_the_fused_gru(biases: Any) -> None:
    inputs = tensors((2, 5, 3), (2, 4), (3, 12), (4, 12), *biases)
    none = {} if biases else {"bias": None, "recurrent_bias": None}
    agree(results(fused_gru, inputs, none), results(ops.gru.__wrapped__, inputs, {}))


DECLINED: list[tuple[str, list[Any], dict[str, Any]]] = [
    ("lstm", [t.double() for t in CASES["lstm"][1]], {}),
    ("lstm", tensors((2, 0, 3), (2, 4), (2, 4), (3, 16), (4, 16)), {}),
    ("gru", tensors((2, 5, 3), (2, 4), (3, 12), (4, 12)), {}),
    ("dot_product_attention", tensors((2, 5, 4, 4), *HEADS[1:]), {}),
    ("dot_product_attention", tensors(*HEADS), {"attn_logits_soft_cap": 2.0}),
    ("layer_normalization", tensors((2, 3, 4)), {"axis": 1}),
    ("layer_normalization", [torch.ones(2, 3).bfloat16()], {}),
    ("split", tensors((3, 4)), {"indices_or_sections": 3, "axis": 1}),
    ("split", tensors((3, 4)), {"indices_or_sections": [3, 1], "axis": 1}),
]


@pytest.mark.parametrize(("name", "inputs", "kwargs"), DECLINED, ids=lambda v: v)
def test_what_is_left_to_the_common_version(name: str, inputs: list[Any], kwargs: Any) -> None:
    assert ENGINE.native[name](*inputs, **kwargs) is NotImplemented


@pytest.mark.parametrize("kind", [layers.LSTM, layers.GRU])
@pytest.mark.parametrize("options", [{}, {"go_backwards": True}, {"return_sequences": True}])
def test_a_layer_gives_the_same_step_by_step(kind: Any, options: Any) -> None:
    whole, stepped = (kind(4, unroll=unroll, **options) for unroll in (False, True))
    x = RANDOM.normal(size=(2, 5, 3)).astype("float32")
    for layer in (whole, stepped):
        layer.build(x.shape)
    stepped.set_weights([w + 0.1 for w in whole.get_weights()])
    whole.set_weights(stepped.get_weights())
    for engine in ("torch", "jax"):
        with current.using(engine):
            found = [ops.convert_to_numpy(layer(x)) for layer in (whole, stepped)]
        agree([found[0]], [found[1]])


# Compiling.


def doubled(x: Any) -> Any:
    return ENGINE.add(ENGINE.exp(x), ENGINE.exp(x))


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")
def test_full_effort_compiles() -> None:
    x = torch.linspace(0, 1, 5)
    compiled = ENGINE.compile(doubled, effort="full")
    np.testing.assert_allclose(compiled(x), 2 * np.exp(x.numpy()), rtol=1e-6)
    (program,) = compiled.programs.values()
    assert program._run.__name__ != "replay"


def broken(*_: Any) -> Any:
    raise RuntimeError("no compiler here")


def test_a_step_is_replayed_where_compiling_fails(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(torch._inductor, "compile", broken)
    compiled = ENGINE.compile(doubled, effort="full")
    assert compiled(torch.zeros(2)).tolist() == [2, 2]
    assert "no compiler here" in caplog.text


def test_calls_foreseen_count_for_the_next_call_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def compile(graph: Any, example: Any) -> Any:
        seen.append(len(example[0]))
        return graph

    monkeypatch.setattr(torch._inductor, "compile", compile)
    compiled = ENGINE.compile(doubled)
    ENGINE.foresee(compiled, 10**9)
    for length in (2, 3, 2):
        compiled(torch.zeros(length))
    assert seen == [2]
    ENGINE.foresee(compiled, 10**9)
    for length in (3, 4):
        compiled(torch.zeros(length))
    ENGINE.foresee(compiled, 2)
    compiled(torch.zeros(5))
    assert seen == [2, 3], "more calls to come are worth compiling what was only recorded"


@pytest.mark.parametrize(
    ("jit_compile", "epochs", "wanted"),
    [(True, 1, 1), (False, 100_000, 0), ("auto", 2, 0), ("auto", 10_000_000, 1)],
)
def test_jit_compile(
    jit_compile: Any, epochs: int, wanted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def compile(graph: Any, example: Any) -> Any:
        seen.append(graph)
        return graph

    monkeypatch.setattr(torch._inductor, "compile", compile)
    model = models.Sequential([layers.Dense(2)]).to("torch")
    model.compile("sgd", "mse", jit_compile=jit_compile)

    x = np.ones((40, 3), "float32")

    class Enough(Callback):
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            model.stop_training = epoch >= 29

    model.fit(
        x,
        x[:, :2],
        batch_size=40,
        epochs=epochs,
        verbose=0,
        callbacks=[Enough()],
    )
    assert len(seen) == wanted
