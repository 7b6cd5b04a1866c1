"""The commands on data, jobs and runs, as a person types them."""

import json
import subprocess
import sys

import pytest
from tests.apps.tables import people, write_csv
from typer.testing import CliRunner

from tahr.apps.cli.app import app

QUICK = ["--set", "model.preset=fast", "--set", "training.epochs=2", "--set", "model.width=16"]


def tahr(*words, cwd, given=None, status=0):
    done = subprocess.run(
        [sys.executable, "-m", "tahr", *map(str, words)],
        cwd=cwd,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = tmp_path_factory.mktemp("people")
    write_csv(place / "people.csv", people(120))
    return place


@pytest.fixture(scope="module")
def trained(place):
    found = tahr("init", "people.csv", "--target", "buys", cwd=place).stdout
    return found, tahr("train", *QUICK, cwd=place).stdout


def test_from_data_to_figures(trained, place):
    found, told = trained
    assert "people.csv: 120 rows" in found
    assert "! id: names rows, and would be learned by heart" in found
    assert "It is to tell buys (binary): as you say." in found
    assert "AUC" in told
    assert "a linear model" in told
    assert "The run: runs/people-1" in told
    job = (place / "tahr.yaml").read_text()
    assert "- {name: buys, type: binary}" in job
    assert "source: people.csv" in job


def test_a_job_is_not_replaced_unasked(trained, place):
    assert "--force" in tahr("init", "people.csv", cwd=place, status=2).stderr


def test_predictions_in_every_way(trained, place):
    whole = tahr("predict", "people", "people.csv", "-o", "out.csv", cwd=place)
    assert "out.csv: 120 rows" in whole.stderr
    first = (place / "out.csv").read_text().splitlines()[:2]
    assert first[0] == "row,buys,buys: yes"
    row = "age=51,town=Bonn,joined=2011-02-11,tags=all;Bonn,note=hello there,spends=70"
    one = json.loads(tahr("predict", "people", "--row", row, "--json", cwd=place).stdout)
    assert set(one[0]) == {"buys", "buys: yes"}
    text = (place / "people.csv").read_text()
    piped = tahr("predict", "people", "-", "--json", cwd=place, given=text)
    assert len(json.loads(piped.stdout)) == 120
    assert "missing" in tahr("predict", "people", "--row", "age=3", cwd=place, status=2).stderr
    assert "NAME=VALUE" in tahr("predict", "people", "--row", "age", cwd=place, status=2).stderr


def test_runs_and_reports(trained, place):
    assert "done" in tahr("runs", "list", cwd=place).stdout
    assert json.loads(tahr("logs", "list", "--json", cwd=place).stdout)[0]["state"] == "done"
    assert "a rule of thumb" in tahr("runs", "show", "people", cwd=place).stdout
    same = tahr("runs", "compare", "people-1", "people-1", "-p", "c.png", cwd=place).stdout
    assert "Curves: c.png" in same
    assert (place / "c.png").read_bytes().startswith(b"\x89PNG")
    assert "model.html" in tahr("report", "people", cwd=place).stdout
    assert "network.svg" in tahr("plot", "people", "-o", "network.svg", cwd=place).stdout
    assert "<svg" in (place / "network.svg").read_text()
    assert "Total params" in tahr("summary", "people", cwd=place).stdout
    found = json.loads(tahr("evaluate", "people", "people.csv", "--json", cwd=place).stdout)
    assert found["buys"]["rows"] == 120
    advice = json.loads(tahr("advise", "people.csv", "-t", "buys", "--json", cwd=place).stdout)
    assert {"training.batch_size", "model.width"} <= {one["field"] for one in advice}
    assert "no such run" in tahr("report", "peple", cwd=place, status=2).stderr


def test_runs_are_removed_when_asked(place, trained):
    (place / "runs" / "people-9").mkdir()
    (place / "runs" / "people-9" / "job.yaml").write_text((place / "tahr.yaml").read_text())
    tahr("runs", "remove", "people-9", cwd=place, given="n\n")
    assert (place / "runs" / "people-9").is_dir()
    tahr("runs", "remove", "people-9", "--yes", cwd=place)
    assert not (place / "runs" / "people-9").exists()


@pytest.mark.parametrize("width", [60, 80, 200])
def test_help_fits(width):
    found = CliRunner().invoke(app, ["--help"], env={"COLUMNS": str(width), "TERM": "dumb"})
    assert found.exit_code == 0
    assert max(map(len, found.output.splitlines())) <= width
    assert "Learn from data" in found.output
