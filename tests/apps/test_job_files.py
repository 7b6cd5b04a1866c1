"""A job is read with every mistake in it, or not at all."""

import subprocess
import sys
import time

import pytest

from tahr.apps.job.problems import JobError
from tahr.apps.job.reading import job_of, read_job, schema
from tahr.apps.job.writing import as_yaml, commented

GOOD = """\
name: income
data:
  source: adult.csv
outputs:
  - {name: income, type: binary}
"""


def problems(text, *changes):
    with pytest.raises(JobError) as caught:
        job_of(text, "tahr.yaml", changes)
    return [str(problem) for problem in caught.value.problems]


def test_the_smallest_job():
    job = job_of(GOOD)
    assert (job.inputs, job.training.epochs, job.data.split.test) == ("auto", "auto", 0.1)


@pytest.mark.parametrize("write", [as_yaml, commented])
def test_a_job_is_read_as_it_was_written(write):
    job = job_of(GOOD, changes=["training.epochs=3", "model.preset=best"])
    assert job_of(write(job)) == job


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            "training: {optimiser: {name: adam}}",
            "6: training.optimiser: no such field; did you mean 'optimizer'?",
        ),
        (
            "training:\n  epochs: -3",
            "7: training.epochs: expected greater than or equal to 1 or auto, got -3",
        ),
        (
            "training:\n  epochs: many",
            "7: training.epochs: expected a whole number or auto, got 'many'",
        ),
        (
            "training:\n  batch_size: 2.5",
            "7: training.batch_size: expected a whole number or auto, got 2.5",
        ),
        (
            "training: {engine: jaxx}",
            "6: training.engine: expected jax, torch, tensorflow or auto, got 'jaxx'; did you mean",
        ),
        (
            "training: {optimizer: {learning_rate: 0}}",
            "6: training.optimizer.learning_rate: expected greater than 0 or auto, got 0",
        ),
        (
            "training: {optimizer: {learning_rate: .inf}}",
            "6: training.optimizer.learning_rate: expected a finite number or auto, got inf",
        ),
        ("training: [1]", "6: training: expected fields, each with a name, got list"),
        ("model: {dropout: 1.5}", "6: model.dropout: expected less than 1 or auto, got 1.5"),
        ("model: {preset: huge}", "6: model.preset: expected fast, good, best or auto, got 'huge'"),
        ("seed: -1", "6: seed: expected greater than or equal to 0, got -1"),
        ("sead: 1", "6: sead: no such field; did you mean 'seed'?"),
        ("version: 2", "6: version: expected 1, got 2"),
        ("inputs: none", "6: inputs: expected a list or auto, got 'none'"),
        ("inputs:\n  - {type: number}", "7: inputs.0.name: this field is needed"),
        ("inputs:\n  - {name: a, type: numbr}", "7: inputs.0.type: expected "),
        (
            "inputs:\n  - {name: a, type: number, bins: 0}",
            "7: inputs.0.bins: expected greater than or equal to 1 or auto, got 0",
        ),
        ("inputs:\n  - {name: a, type: number, size: [2, 2]}", "7: inputs.0.size: no such field"),
        ("inputs:\n  - {name: a, type: image, size: [2]}", "7: inputs.0.size"),
        ("inputs:\n  - just text", "7: inputs.0"),
    ],
)
def test_one_mistake(more, expected):
    found = problems(GOOD + more)
    assert len(found) == 1
    assert found[0].startswith(f"tahr.yaml:{expected}")


def test_all_mistakes_at_once_in_their_order():
    text = GOOD.replace("income\n", "in come\n", 1) + "seed: x\ntraining: {epochs: 0}\n"
    lines = [int(line.split(":")[1]) for line in problems(text)]
    assert lines == [1, 6, 7]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "expected fields"),
        ("- a", "expected fields"),
        ("name: [", "no YAML"),
        ("name: a\n name: b", "no YAML"),
        ("name: a\nname: b", "no YAML"),
        ("a: &x [1]\nb: *x", "aliases"),
        ("name: !!python/object:os.system x", "name: expected"),
        ("a: " + "[" * 50 + "]" * 50, "not that deep"),
    ],
)
def test_what_is_no_job(text, expected):
    assert expected in "\n".join(problems(text))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("training.epoch=3", "training.epoch: no such field; did you mean 'epochs'?"),
        ("training.epochs", "expected FIELD=VALUE"),
        ("training.epochs=[", "'[' is no YAML"),
        ("outputs.incme.weight=2", "there is no 'incme' in this list; did you mean 'income'?"),
        ("training.epochs=x", "training.epochs: expected a whole number or auto, got 'x'"),
    ],
)
def test_a_wrong_change(change, expected):
    assert expected in problems(GOOD, change)[0]


def test_changes_reach_fields_by_name_and_place():
    job = job_of(GOOD, changes=["outputs.income.weight=2", "outputs.0.positive='>50K'"])
    assert (job.outputs[0].weight, job.outputs[0].positive) == (2.0, ">50K")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(JobError, match="tahr init DATA"):
        read_job(tmp_path)


def test_an_editor_is_told_the_fields():
    found = schema()
    assert found["properties"]["training"]
    assert "Optimizer" in found["$defs"]


def test_mistakes_are_told_before_an_engine_is_imported(tmp_path):
    (tmp_path / "tahr.yaml").write_text(GOOD + "sead: 1\n")
    begun = time.monotonic()
    code = (
        "import sys; sys.argv = ['tahr', 'train']; from tahr.__main__ import main\n"
        "try: main()\n"
        "finally: print({'jax', 'torch', 'tensorflow'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "tahr.yaml:6: sead: no such field; did you mean 'seed'?" in done.stderr
    assert "set()" in done.stderr
    assert time.monotonic() - begun < 10
