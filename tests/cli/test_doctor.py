"""`tahr doctor` tells what there is."""

import json

from tahr.apps.cli import engines
from tahr.core.engines import OWN as ENGINES


def test_json_has_every_engine(tahr):
    done = tahr("doctor", "--json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    found = {engine["name"]: engine for engine in facts["engines"]}
    assert set(found) == set(ENGINES)
    assert found["jax"]["ready"] and found["jax"]["version"]
    assert found["numpy"]["devices"] == ["cpu"]
    assert facts["config_file"] is None
    assert facts["config"]["engine"] == "jax"


def test_a_configured_engine_that_cannot_run_is_said(tahr, tmp_path, without):
    (tmp_path / "keras").mkdir()
    path = tmp_path / "keras" / "keras.json"
    path.write_text('{"floatx": "float64"}')
    done = tahr("doctor", KERAS_BACKEND="theano", PYTHONPATH=without("pytensor"))
    assert done.returncode == 1
    assert "The configured engine, pytensor, cannot run" in done.stdout
    assert "TAHR_ENGINE=jax" in done.stdout
    assert str(path) in done.stdout


def test_a_broken_framework_is_reported(monkeypatch):
    def broken(name):
        raise OSError("libwrong.so")

    monkeypatch.setattr(engines.current, "load", broken)
    report = next(r for r in engines.reports() if r.name == "numpy")
    assert not report.ready
    assert "libwrong.so" in report.todo
