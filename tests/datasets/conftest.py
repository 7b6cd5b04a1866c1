"""A folder of data sets of its own for every test; nothing comes from the net."""

import pytest

from tahr.datasets import reading


@pytest.fixture
def store(tmp_path, monkeypatch):
    """The folder of data sets; what is not there is looked for in an empty folder."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    nowhere = (tmp_path / "nowhere").as_uri() + "/"
    table = {name: (nowhere, digest) for name, (_, digest) in reading.FILES.items()}
    monkeypatch.setattr(reading, "FILES", table)
    folder = tmp_path / "keras" / "datasets"
    folder.mkdir(parents=True)
    return folder
