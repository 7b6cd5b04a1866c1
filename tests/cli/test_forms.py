"""What `tahr run` takes besides a program's file: a module, code, a notebook."""

import json

import pytest

SAYS = "import sys, keras\nprint(keras.layers.Dense.__module__, __name__, sys.argv[1:])\n"
OURS = "tahr.layers.core.dense __main__ ['-x', '3']\n"


def test_code(tahr):
    done = tahr("run", "--engine", "numpy", "-c", SAYS, "-x", "3")
    assert (done.returncode, done.stdout, done.stderr) == (0, OURS, "")


def test_a_module(tahr, program):
    program(SAYS, "beside.py")
    done = tahr("run", "-m", "beside", "-x", "3")
    assert (done.returncode, done.stdout, done.stderr) == (0, OURS, "")


def test_errors_of_a_module_show_its_own_frames(tahr, program):
    path = program("import keras\nkeras.losses.get('nonsense')\n", "beside.py")
    done = tahr("run", "-m", "beside")
    assert done.returncode == 1
    files = [line for line in done.stderr.splitlines() if line.strip().startswith("File ")]
    assert len(files) == 1 and str(path) in files[0]


@pytest.mark.parametrize(("option", "wanted"), [("-m", "module"), ("-c", "Python")])
def test_something_must_follow(tahr, option, wanted):
    done = tahr("run", option)
    assert done.returncode == 2
    assert wanted in done.stderr and "Traceback" not in done.stderr


def notebook(*sources):
    cells = [{"cell_type": "markdown", "source": ["text"]}]
    cells += [{"cell_type": "code", "source": source, "outputs": []} for source in sources]
    return json.dumps({"cells": cells, "nbformat": 4, "metadata": {}})


def test_a_notebook(tahr, program):
    path = program(
        notebook(
            [
                "%matplotlib inline\n",
                "import keras\n",
                "!pip install keras\n",
                "x = (7\n",
                "  % 4)",
            ],
            "%%time\ndef f():\n    return keras.layers.Dense.__module__\nf()",
            "%%bash\nexit 1",
            "display(x)\nx;",
        ),
        "book.ipynb",
    )
    done = tahr("run", path)
    assert (done.returncode, done.stdout) == (0, "'tahr.layers.core.dense'\n3\n"), done.stderr
    assert [line.partition(" is ")[0] for line in done.stderr.splitlines()] == [
        "book.ipynb, cell 2, line 1: %matplotlib inline",
        "book.ipynb, cell 2, line 3: !pip install keras",
        "book.ipynb, cell 3, line 1: %%time",
        "book.ipynb, cell 4, line 1: %%bash",
    ]


def test_an_error_in_a_notebook_shows_cell_and_line(tahr, program):
    done = tahr("run", program(notebook("a = 1", "def f():\n    1 / 0\nf()"), "book.ipynb"))
    assert done.returncode == 1
    files = [line for line in done.stderr.splitlines() if line.strip().startswith("File ")]
    assert ["cell 3" in line for line in files] == [True, True]
    assert "    1 / 0\n" in done.stderr


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": 3}', '{"cells": [{}]}'])
def test_what_is_no_notebook_is_one_error(tahr, program, text):
    done = tahr("run", program(text, "book.ipynb"))
    assert done.returncode == 1
    assert "this is no notebook" in done.stderr
