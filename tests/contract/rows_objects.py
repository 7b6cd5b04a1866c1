"""Rows of layers, losses, metrics, optimizers and schedules."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from tahr import layers, losses, metrics, optimizers
from tahr.core import current, names
from tahr.core.config import floatx
from tahr.core.variables import Variable
from tests.cases import (
    layers as layer_cases,
    losses as loss_cases,
    metrics as metric_cases,
    optimizers as optimizer_cases,
)
from tests.contract.row import Row, Subject, cast, is_float, own_state

HALVES = ("float32", "bfloat16", "float16")


def _drawn(case: layer_cases.Case) -> list[np.ndarray]:
    random = np.random.default_rng(1)
    if case.integers:
        return [random.integers(0, case.integers, s).astype("int32") for s in case.shapes]
    return [random.normal(size=shape) for shape in case.shapes]


def _weighted(layer: Any) -> list[tuple[Variable, np.ndarray]]:
    """Returns a layer's variables with drawn values, the trainable ones first."""
    random = np.random.default_rng(2)
    found = {id(v): v for v in (*layer.trainable_variables, *layer.variables)}
    state = []
    for variable, value in own_state(list(found.values())):
        drawn = random.normal(size=value.shape)
        positive = "variance" in variable.name or "iterations" in variable.name
        state.append(
            (variable, (np.abs(drawn) if positive else drawn) if is_float(value) else value)
        )
    return state


def _layer(case: layer_cases.Case) -> Subject:
    with names.fresh():
        layer = case.make(layers)
    integers = "int32" if case.integers else None
    specs = [layers.Input(s[1:], batch_size=s[0], dtype=integers) for s in case.shapes]
    _outputs(case, layer, specs)
    taught = case.training and "training" in layer.call.__code__.co_varnames
    moved = [v for v in layer.non_trainable_variables if "seed" not in v.path]

    def call(*tensors: Any) -> Any:
        outputs = [_outputs(case, layer, tensors)]
        if taught:
            outputs.append(_outputs(case, layer, tensors, training=True))
        return [*outputs, *(v.value for v in moved)]

    return Subject(call, _weighted(layer), len(layer.trainable_variables), len(moved))


def _outputs(case: layer_cases.Case, layer: Any, inputs: Sequence[Any], **options: Any) -> Any:
    if case.call is not None:
        return case.call(layer, *inputs)
    return layer(list(inputs) if len(inputs) > 1 else inputs[0], **options)


def _layers() -> Iterator[Row]:
    for note, case in {**layer_cases.CASES, **layer_cases.APART}.items():
        yield Row(
            "layers", type(case.make(layers)).__name__, note, lambda case=case: _layer(case),
            lambda d, case=case: [cast(x, d) for x in _drawn(case)], HALVES, mixed=True,
        )  # fmt: skip


def _noted(options: dict[str, Any]) -> str:
    return " ".join(f"{key}={value}" for key, value in options.items())


def _losses() -> Iterator[Row]:
    for name, options, kind in (*loss_cases.TABLE, *loss_cases.WHOLE):
        shape = (
            (6, 4) if kind == "classes" or (name, options, kind) in loss_cases.TABLE else (2, 3, 4)
        )
        labels, predictions = loss_cases.batch(kind, shape)
        labels = labels.astype("int32") if kind == "classes" else labels
        weights = np.linspace(0.5, 2, shape[0])
        yield _loss(name, options, "", [labels, predictions])
        if (name, options, kind) in loss_cases.TABLE:
            yield _loss(name, options, "weighted", [labels, predictions, weights])
    labels = np.array([[1, 2, 0], [3, 3, 1]], "int32")
    yield _loss("CTC", {}, "", [labels, np.random.default_rng(0).normal(size=(2, 7, 4))])


def _loss(name: str, options: dict[str, Any], more: str, inputs: list[np.ndarray]) -> Row:
    def make() -> Subject:
        return Subject(getattr(losses, name)(**options))

    note = f"{_noted(options)} {more}".strip()
    return Row("losses", name, note, make, lambda d: [cast(x, d) for x in inputs], HALVES[:2],
               moving=(1,))  # fmt: skip


def _metric(name: str, options: dict[str, Any], inputs: list[np.ndarray]) -> Subject:
    metric = getattr(metrics, name)(**options)

    def call(*tensors: Any) -> Any:
        half = len(tensors) // 2
        metric.update_state(*tensors[:half])
        metric.update_state(*tensors[half:])
        return metric.result()

    with current.using("numpy"):
        metric.update_state(*inputs[: len(inputs) // 2])
        metric.reset_state()
    return Subject(call, own_state(metric.variables))


def _metrics() -> Iterator[Row]:
    seen: set[str] = set()
    tables = (*metric_cases.MEANS, *metric_cases.CONFUSION, *metric_cases.OVERLAPS)
    for name, options, kind in tables:
        random = np.random.default_rng(3)
        drawn = [metric_cases.batch(kind, (6, 3), random) for _ in range(2)]
        first = name not in seen
        seen.add(name)
        yield _measured(name, options, [x for batch in drawn for x in batch], first)
        shape = drawn[0][0].shape
        whole = (name, options, kind) in metric_cases.OVERLAPS and kind != "one_hot"
        weights = random.random(shape if whole else shape[:1])
        yield _measured(name, options, [x for batch in drawn for x in (*batch, weights)])
    values = np.random.default_rng(4).normal(size=(2, 5))
    for name in ("Mean", "Sum"):
        yield _measured(name, {}, [values[0], values[1]])


def _measured(
    name: str, options: dict[str, Any], inputs: list[np.ndarray], halves: bool = False
) -> Row:
    plain = [x.astype("int32") if x.dtype.kind == "i" else x for x in inputs]
    return Row(
        "metrics",
        name,
        _noted(options) + (" weighted" if len(inputs) == 6 else ""),
        lambda: _metric(name, options, plain),
        lambda d: [cast(x, d) for x in plain],
        HALVES[: 1 + halves],
        gradient=False,
    )


STEPS = 2


def _optimizer(make: Callable[[], Any]) -> Subject:
    random = np.random.default_rng(0)
    with names.fresh():
        weights = [
            Variable(random.normal(size=shape), dtype=floatx(), name=path.replace("/", "_"))
            for path, shape in optimizer_cases.SHAPES.items()
        ]
        optimizer = make()
        optimizer.build(weights)

    def call(*tensors: Any) -> Any:
        for step in range(STEPS):
            optimizer.apply(list(tensors[step * len(weights) :][: len(weights)]), weights)
        return [v.value for v in (*weights, *optimizer.variables)]

    return Subject(call, own_state([*weights, *optimizer.variables]))


def _trained(name: str, note: str, make: Callable[[], Any]) -> Row:
    grads = [g.astype("float64") for step in optimizer_cases.updates(STEPS) for g in step]
    return Row("optimizers", name, note, lambda: _optimizer(make),
               lambda d: [cast(g, d) for g in grads], gradient=False)  # fmt: skip


def _optimizers() -> Iterator[Row]:
    shared = [("Adam", options) for options in optimizer_cases.SHARED]
    for name, options in (*optimizer_cases.PLAIN, *shared):
        yield _trained(name, _noted(options), lambda n=name, o=options: getattr(optimizers, n)(**o))
    inner = optimizers.Adam
    yield _trained("LossScaleOptimizer", "", lambda: optimizers.LossScaleOptimizer(inner()))
    yield _trained("MultiOptimizer", "", _multi)
    for name, arguments, options in optimizer_cases.SCHEDULES:
        yield Row(
            "optimizers", f"schedules.{name}", _noted(options),
            lambda n=name, a=arguments, o=options: Subject(
                getattr(optimizers.schedules, n)(*a, **o)),
            lambda _: [np.array(6, "int32")],
        )  # fmt: skip


def _multi() -> Any:
    table = optimizers.OptimizerMap(optimizers.SGD(0.1, name="sgd"))
    table[".*bias"] = optimizers.Adam(0.2, name="adam")
    return optimizers.MultiOptimizer(table, name="multi")


ROWS = [*_layers(), *_losses(), *_metrics(), *_optimizers()]
