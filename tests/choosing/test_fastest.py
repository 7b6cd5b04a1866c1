"""engine="auto": the engines are timed on the model, and the fastest taken."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tahr
from tahr.core import current
from tahr.core.engines import About
from tahr.training.choosing import fastest
from tahr.training.choosing.fastest import Report, Trial
from tahr.training.data.adapt import adapt
from tahr.training.step.session import session_of


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Remembers nothing from elsewhere."""
    monkeypatch.setenv("TAHR_CACHE", str(tmp_path))


def made(engine: str | None = "auto") -> Any:
    tahr.utils.set_random_seed(1)
    model = tahr.Sequential(
        [tahr.Input((4,)), tahr.layers.Dense(8), tahr.layers.Dropout(0.2), tahr.layers.Dense(1)],
        engine=engine,
    )
    model.compile("adam", "mse", metrics=["mae"])
    return model


X = np.random.default_rng(0).normal(size=(80, 4)).astype("float32")
Y = X.sum(1, keepdims=True)


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two engines to choose from, the second as slow as it says."""
    monkeypatch.setattr(current, "can_train", lambda: ["jax", "second"])
    monkeypatch.setattr(fastest, "about", lambda name: About(name, start=0.0))
    monkeypatch.setattr(fastest.remembered, "key", lambda *_: "key")
    return


def test_trials_leave_the_model_as_it_was() -> None:
    trained = made()
    history = trained.fit(X, Y, epochs=2, verbose=0).history
    taken = trained.engine_report.engine
    assert taken == trained.engine.name
    assert history == made(taken).fit(X, Y, epochs=2, verbose=0).history


def test_a_trial_takes_nothing_from_a_generator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "can_train", lambda: ["jax", "torch"])
    seen: list[float] = []

    def source() -> Iterator[Any]:
        for start in range(0, 80, 20):
            seen.append(float(start))
            yield X[start : start + 20], Y[start : start + 20]

    auto, plain = made(), made("jax")
    losses = [m.fit(source(), verbose=0).history["loss"] for m in (auto, plain)]
    assert auto.engine.name == "jax"
    assert losses[0] == losses[1]
    assert seen == [0, 20, 40, 60] * 2


@pytest.mark.usefixtures("two")
def test_an_engine_that_fails_is_out(caplog: pytest.LogCaptureFixture) -> None:
    model = made()
    with caplog.at_level(logging.INFO, "tahr"):
        model.fit(X, Y, verbose=0)
    report = model.engine_report
    assert report.engine == "jax"
    assert "no engine is called" in (report.trials[1].note or "")
    assert [r.message for r in caplog.records if r.name == "tahr"] == [
        f"{model.name}: {report.line()}"
    ]


@pytest.mark.usefixtures("two")
def test_compiling_is_weighed_against_the_length(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {"jax": (1.0, 0.010), "second": (5.0, 0.001)}
    monkeypatch.setattr(
        fastest, "_trial", lambda m, b, n, name: fastest._over(Trial(name, *figures[name]), n)
    )
    batches = adapt(X, Y, batch_size=8)
    assert fastest.find(session_of(made("jax")), batches, 1).engine == "jax"
    long = fastest.find(session_of(made("jax")), batches, 1000)
    assert long.engine == "second"
    assert long.remembered
    assert "times as fast over 10000 steps as jax" in long.line()
    assert "taken" in str(long) and "second" in str(long)


@pytest.mark.usefixtures("two")
def test_figures_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = made(), made()
    first.fit(X, Y, verbose=0)
    monkeypatch.setattr(fastest, "_trial", None)
    second.fit(X, Y, verbose=0)
    assert not first.engine_report.remembered
    assert second.engine_report.remembered
    assert second.engine_report.trials[0].step == first.engine_report.trials[0].step


@pytest.mark.parametrize("text", ["", "[]", "{", '{"key": [{"engine": 3, "what": 4}]}'])
@pytest.mark.usefixtures("two")
def test_a_damaged_memory_is_as_good_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "engines.json").write_text(text)
    model = made()
    model.fit(X, Y, verbose=0)
    assert not model.engine_report.remembered


def test_a_slow_start_is_not_tried_for_a_short_run() -> None:
    model = made()
    model.fit(X, Y, verbose=0)
    notes = {t.engine: t.note for t in model.engine_report.trials}
    assert set(notes) == set(current.can_train())
    if "pytensor" in notes:
        assert "not tried" in (notes["pytensor"] or "")


def test_alone_there_is_nothing_to_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "can_train", lambda: ["jax"])
    model = made()
    model.fit(X, Y, verbose=0)
    assert model.engine_report.line() == "engine jax: the only one there is"


def test_the_configuration_can_say_auto(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "can_train", lambda: ["jax"])
    model = made(None)
    with tahr.engine("auto"):
        assert tahr.config.backend() == "jax"
        model.fit(X, Y, verbose=0)
    assert isinstance(model.engine_report, Report)
    assert not made(None).is_automatic
