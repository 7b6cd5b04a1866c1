"""Whole programs of earlier versions run on Keras 3 once they are rewritten, without a warning."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

pytest.importorskip("libcst", reason="libcst is not installed; pip install 'tahr[upgrade]'")

from tahr.apps.upgrade.program import upgraded
from tests.upgrade.programs import PROGRAMS

RUNS = """
import contextlib, io, json, logging, os, sys, tempfile, traceback, warnings

warnings.simplefilter("ignore")
sys.modules["tensorflow"] = None  # 20 seconds
import absl.logging
import keras

SAID = []
absl.logging.get_absl_logger().addHandler(type("Heard", (logging.Handler,), {
    "emit": lambda self, record: SAID.append(record.getMessage())})(logging.WARNING))


def run(name, text):
    os.chdir(tempfile.mkdtemp(dir=sys.argv[1]))
    SAID.clear()
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
        try:
            exec(compile(text, name, "exec"), {"__name__": "__main__"})
        except BaseException:
            return traceback.format_exc()
    return "".join(SAID)


print(json.dumps({name: run(name, text) for name, text in json.load(sys.stdin).items()}))
"""


@pytest.fixture(scope="module")
def today():
    return {name: upgraded(text.lstrip("\n")) for name, text in PROGRAMS.items()}


def run_on_keras(texts, backend, folder):
    done = subprocess.run(
        [sys.executable, "-c", RUNS, str(folder)], input=json.dumps(texts), capture_output=True,
        text=True, check=True, timeout=1200, env={**os.environ, "KERAS_BACKEND": backend},
    )  # fmt: skip
    return {name: said for name, said in json.loads(done.stdout.splitlines()[-1]).items() if said}


def test_nothing_is_left_to_decide(today):
    undecided = {name: [n for n in done.notes if n.undecided] for name, done in today.items()}
    told = {name: [note.what for note in notes] for name, notes in undecided.items() if notes}
    drawn = "K.random_normal(shape=(4, 2), mean=0., stddev=1.)"
    assert told == {"digits": ["keras.optimizers.Adadelta()"], "variational": [drawn]}


@pytest.mark.soak
def test_a_second_run_changes_nothing(today):
    assert [n for n, done in today.items() if upgraded(done.text).text != done.text] == []


WITH_KERAS = pytest.mark.skipif(find_spec("keras") is None, reason="keras is not installed")
USUAL = ("perceptron", "convolutions", "functional", "own_layer", "tensorflow", "variational")
NOT_ON_JAX = ("variational",)
"""Programs of which the command says that JAX wants them otherwise."""


@WITH_KERAS
def test_they_run_on_keras(today, tmp_path):
    """Some, on PyTorch, where nothing is compiled: as long as one of them on JAX."""
    texts = {name: today[name].text for name in USUAL}
    assert run_on_keras(texts, "torch", tmp_path) == {}


@pytest.mark.soak
@WITH_KERAS
def test_they_run_on_keras_on_jax(today, tmp_path):
    texts = {name: done.text for name, done in today.items() if name not in NOT_ON_JAX}
    assert run_on_keras(texts, "jax", tmp_path) == {}
