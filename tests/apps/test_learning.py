"""From a table to a model that is trained, tested, kept, resumed, asked and described."""

import json
import os
import signal
import subprocess
import sys

import numpy as np
import pytest

import tahr
from tahr import jobs
from tahr.apps.job.writing import as_yaml
from tahr.apps.runs.events import events_of
from tests.apps.tables import people, write_csv

FAST = ["model.preset=fast", "training.epochs=3", "model.width=16"]


def job_on(source, name, outputs, *changes):
    text = f"name: {name}\ndata: {{source: {source.as_posix()}}}\noutputs: {outputs}"
    return jobs.job_of(text, changes=[*FAST, *changes])


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("jobs")


@pytest.fixture(scope="module")
def table(place):
    return write_csv(place / "people.csv", people())


@pytest.fixture(scope="module")
def run(place, table):
    """A run with inputs and outputs of many kinds."""
    job = jobs.job_of(
        f"name: people\ndata: {{source: {table.as_posix()}}}\nmodel: {{members: 2}}\n"
        "outputs: [{name: buys}, {name: spends, weight: 0.5}, {name: tags}]",
        changes=FAST,
    )
    return jobs.train(job, runs=place / "runs")


def test_the_folder_of_a_run_is_complete(run):
    names = {file.name for file in run.run.path.iterdir()}
    assert names >= {
        "job.yaml", "settled.yaml", "decisions.jsonl", "data.json", "events.jsonl", "model.keras",
        "figures.json", "predictions.parquet", "log.txt",
    }  # fmt: skip
    assert ": auto" not in run.run.settled.read_text()
    states = [e["state"] for e in events_of(run.run.events) if e["kind"] == "state"]
    assert states == ["settling", "training", "testing", "done"]
    assert len([e for e in events_of(run.run.events) if e["kind"] == "epoch"]) == 3


def test_every_choice_has_a_reason(run):
    lines = [json.loads(line) for line in run.run.decisions.read_text().splitlines()]
    assert all(line["why"] for line in lines)
    left = next(line for line in lines if line["field"] == "inputs")
    assert {"id", "country"}.isdisjoint(left["value"])
    assert "id (identifier)" in left["why"]
    assert not [
        line for line in lines if line["field"].startswith(("model.width", "training.epochs"))
    ]


def test_figures_stand_beside_baselines(run):
    assert set(run.figures) == {"buys", "spends", "tags"}
    buys = run.figures["buys"]
    assert buys["model"]["rows"] == 24
    assert set(buys["baselines"]) == {"constant", "linear"}
    assert np.sum(buys["model"]["confusion"]) == 24
    assert (
        buys["model"]["interval"]["low"]
        <= buys["model"]["auc"]
        <= buys["model"]["interval"]["high"]
    )
    assert run.figures["spends"]["baselines"]["linear"]["r2"] > 0.9


def test_the_model_alone_takes_raw_values(run):
    model = tahr.models.load_model(run.run.model)
    row = {"age": [50.0], "town": ["Bonn"], "joined": [16000.0], "note": ["an older one"]}
    told = model.predict({k: np.array(v) for k, v in row.items()}, verbose=0)
    found = jobs.predict(
        run.run, {"age": "50", "town": "Bonn", "joined": "2013-10-22", "note": "an older one"}
    )
    assert found.columns["buys: yes"] == pytest.approx(told["buys"][:, 0], abs=1e-3)


@pytest.mark.parametrize("engine", ["torch", "tensorflow", "numpy"])
def test_the_model_tells_the_same_on_other_engines(run, engine):
    model = tahr.models.load_model(run.run.model)
    row = {
        "age": np.array([50.0, np.nan]),
        "town": np.array(["Bonn", "Oslo"]),
        "joined": np.array([16000.0, np.nan]),
        "note": np.array(["an older one", ""]),
    }
    here = model.predict(row, verbose=0)
    there = model.to(engine).predict(row, verbose=0)
    for name in here:
        np.testing.assert_allclose(there[name], here[name], atol=1e-4)
        assert np.isfinite(here[name]).all()


def test_predictions_name_bad_rows_and_do_the_rest(run, place):
    columns = people(6)
    columns["age"][2] = "old"
    columns["joined"][4] = "long ago"
    found = jobs.predict(run.run, write_csv(place / "new.csv", columns, ";"))
    assert found.lines.tolist() == [2, 3, 5, 7]
    assert [(p.line, p.path) for p in found.problems] == [(4, "age"), (6, "joined")]
    assert {"buys", "buys: yes", "spends", "tags"} <= set(found.columns)
    assert set(found.columns["buys"].tolist()) <= {"yes", "no"}


def test_columns_that_are_missing_are_named_all_at_once(run, place):
    columns = people(4)
    columns["twon"] = columns.pop("town")
    del columns["note"]
    with pytest.raises(jobs.JobError) as caught:
        jobs.predict(run.run, write_csv(place / "less.csv", columns))
    found = str(caught.value)
    assert "town: this column is missing; did you mean 'twon'?" in found
    assert "note: this column is missing" in found


def test_evaluating_on_other_data(run, table):
    found = jobs.evaluate(run.run, table)
    assert found["buys"]["rows"] == 240
    assert set(found) == {"buys", "spends", "tags"}


def test_the_document(run):
    files = jobs.write_report(run.run)
    text = files["markdown"].read_text()
    assert text.startswith("---\nlibrary_name: tahr\n")
    assert "not stated" in text
    assert "| true \\ told | no | yes |" in text
    page = files["html"].read_text()
    assert "prefers-color-scheme: dark" in page
    assert "http" not in page.replace("http-equiv", "")
    facts = json.loads(files["json"].read_text())
    assert facts["figures"]["buys"]["model"]["main"] == "auc"
    exec(
        compile(
            facts["call"]["python"].replace("new.csv", facts["data"]["source"]), "call", "exec"
        ),
        {},
    )


def test_markup_in_data_stays_text(run, place):
    columns = people(60)
    columns["town"] = ["<script>alert(1)</script>|x" if t == "Ulm" else t for t in columns["town"]]
    source = write_csv(place / "odd.csv", columns)
    job = job_on(source, "odd", "[{name: town}]", "inputs=[{name: age}]")
    files = jobs.write_report(jobs.train(job, runs=place / "runs").run)
    assert "<script>" not in files["html"].read_text()
    assert "<script>" not in files["markdown"].read_text()


def test_runs_are_listed_and_compared(run, place, table):
    other = job_on(table, "people", "[{name: buys}]", "training.epochs=1")
    again = jobs.train(other, runs=place / "runs")
    assert again.run.name != run.run.name
    names = [one.name for one in jobs.all_runs(place / "runs")]
    assert {run.run.name, again.run.name} <= set(names)
    assert jobs.find_run("people", place / "runs").name == again.run.name
    from tahr.apps.runs.comparing import differences

    found = differences([jobs.story_of(run.run), jobs.story_of(again.run)])
    assert found["training.epochs"] == [3, 1]
    assert "model.width" not in found


def test_rare_classes_count_more_where_a_job_says_so(place):
    columns = {
        "x": [str(i) for i in range(200)],
        "y": ["rare" if i % 20 == 0 else "usual" for i in range(200)],
    }
    source = write_csv(place / "rare.csv", columns)
    told = {}
    for weighted in ("false", "true"):
        job = job_on(
            source, "rare", "[{name: y}]", "inputs=[{name: x, type: number}]", "model.members=2"
        )
        job = jobs.job_of(
            as_yaml(job), changes=[f"training.class_weights={weighted}", "training.epochs=30"]
        )
        run = jobs.train(job, runs=place / "runs").run
        told[weighted] = jobs.predict(run, source).columns["y: rare"].mean()
    assert told["false"] < 0.2
    assert told["true"] == pytest.approx(0.5, abs=0.15)


def test_a_run_that_fails_says_so(place, table):
    job = job_on(table, "fails", "[{name: bys}]")
    with pytest.raises(jobs.JobError, match="no column 'bys'; did you mean 'buys'"):
        jobs.train(job, runs=place / "runs")
    story = jobs.story_of(jobs.find_run("fails", place / "runs"))
    assert (story.state, story.alive) == ("failed", False)
    assert "did you mean 'buys'" in story.cause


PROGRAM = """
import sys, time
from tahr import jobs
source, runs, resume = sys.argv[1:4]
text = "name: killed\\noutputs: [{name: buys}]\\ninputs: [{name: age}, {name: town}]"
changes = ["model.preset=fast", "training.epochs=8", "model.width=16"]
job = jobs.job_of(
    f"{text}\\ndata: {{source: {source}}}", changes=[*changes, "training.early_stopping=null"]
)
def told(event):
    if event["kind"] == "epoch":
        print(event["epoch"], flush=True)
        time.sleep(0.4 * (resume == "slow"))
jobs.train(job, resume=None if resume in ("no", "slow") else resume, runs=runs, told=told)
"""


def test_a_killed_run_is_resumed_to_the_same_end(place, table):
    def start(runs, resume):
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, table.as_posix(), str(runs), resume],
            stdout=subprocess.PIPE,
            text=True,
        )

    with start(place / "killed", "slow") as killed:
        for line in killed.stdout:
            if line.strip() == "4":
                os.kill(killed.pid, signal.SIGKILL)
                break
    with start(place / "whole", "no") as whole:
        assert whole.wait() == 0
    story = jobs.story_of(jobs.find_run("killed", place / "killed"))
    assert story.state == "killed"
    with start(place / "killed", str(place / "killed" / "killed-1")) as again:
        assert again.wait() == 0
    one, two = (
        tahr.models.load_model(place / name / "killed-1" / "model.keras")
        for name in ("whole", "killed")
    )
    for a, b in zip(one.get_weights(), two.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    epochs = jobs.story_of(jobs.find_run("killed", place / "killed")).epochs
    assert len(epochs) == 8


def test_a_run_does_not_go_on_with_other_data(place, table):
    run = jobs.find_run("killed", place / "whole")
    before = table.read_text()
    try:
        table.write_text(before + "\n")
        with pytest.raises(jobs.JobError, match="the data has changed"):
            jobs.train(resume=run.path)
    finally:
        table.write_text(before)


def test_a_series_is_forecast(place):
    months = [f"{1990 + i // 12}-{1 + i % 12:02d}" for i in range(120)]
    values = [round(100 + i + 20 * np.sin(i * np.pi / 6), 2) for i in range(120)]
    source = write_csv(place / "sales.csv", {"month": months, "sales": values})
    job, *_ = jobs.start_job(str(source), [], place)
    assert job.outputs[0].type == "series"
    job = job_on(source, "sales", "[{name: sales, type: series}]", "inputs=[{name: month}]")
    result = jobs.train(job, runs=place / "runs")
    found = result.figures["sales"]
    assert found["model"]["mae"] < found["baselines"]["seasonal"]["mae"]
    told = jobs.predict(result.run, source)
    assert len(told.columns) == 12
    next_one = 100 + 120 + 20 * np.sin(120 * np.pi / 6)
    assert told.columns["sales +1"][0] == pytest.approx(next_one, abs=5)


def test_pictures_in_folders(place):
    from PIL import Image

    draw = np.random.default_rng(0)
    for label, level in (("dark", 40), ("light", 200)):
        folder = place / "pictures" / label
        folder.mkdir(parents=True)
        for i in range(20):
            pixels = np.clip(draw.normal(level, 20, (12, 10 + i % 3, 3)), 0, 255).astype("uint8")
            Image.fromarray(pixels).save(folder / f"{i}.png")
    job, *_ = jobs.start_job(str(place / "pictures"), [], place)
    assert [f.type for f in job.inputs] == ["image"]
    inputs = "inputs=[{name: file, type: image, augment: none}]"
    folder = place / "pictures"
    job = job_on(folder, "pictures", "[{name: label}]", inputs, "data.split.test=0.2")
    result = jobs.train(job, runs=place / "runs")
    assert set(result.figures["label"]["model"]["by_class"]) == {"dark", "light"}
    one = jobs.predict(result.run, place / "pictures" / "light" / "3.png")
    assert len(one.rows()) == 1
    (place / "pictures" / "light" / "3.png").write_bytes(b"no picture")
    with pytest.raises(jobs.JobError, match="no picture that can be read"):
        jobs.predict(result.run, place / "pictures" / "light" / "3.png")


def test_a_picture_outside_of_the_folder_is_not_followed(place):
    source = write_csv(place / "links.csv", {"file": ["../secret.png"] * 3, "y": ["a", "b", "a"]})
    (place.parent / "secret.png").write_bytes(b"")
    from tahr.apps.data.media import file_of
    from tahr.apps.data.sources import read_source

    table = read_source(jobs.Data(source=str(source)), place)
    with pytest.raises(jobs.JobError, match="outside"):
        file_of(table, "../secret.png", 0)


def test_following_a_run_in_a_file(run):
    done = subprocess.run(
        [sys.executable, "-m", "tahr", "runs", "follow", str(run.run.path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.splitlines()[-1] == "done"
    assert "epoch 3/3" in done.stdout


def test_a_run_is_stopped_by_its_control_file(place, table):
    program = PROGRAM.replace("name: killed", "name: stops")
    with subprocess.Popen(
        [sys.executable, "-c", program, table.as_posix(), str(place / "stops"), "slow"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        next(iter(process.stdout))
        run = jobs.find_run("stops", place / "stops")
        run.control.write_text("stop")
        process.communicate(timeout=120)
    assert jobs.story_of(run).state == "stopped"
    assert not run.control.exists()
