"""Changes files guided by which of Tahr's lines they reach, until one is neither read nor refused.

`python -m tests.security.atheris_run KIND [-max_total_time=60]`, where `pip install atheris` has
been done. KIND is a key of `tests/security/seeds.py`; what else is given goes to libFuzzer.
"""

import contextlib
import sys
import tempfile
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

WATCHED = ["tahr.core", "tahr.saving", "tahr.datasets", "tahr.models.onnx", "zipfile", "json"]


def main(kind: str, *options: str) -> None:
    """Runs until an input does harm, or the time in the options is over."""
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=WATCHED):
        import_module("tahr.models.onnx.graph")
        errors = import_module("tahr.core.errors")
        seeds = import_module("tests.security.seeds")
    make, read = seeds.SEEDS[kind]
    corpus = Path(tempfile.mkdtemp(prefix="tahr-corpus-"))
    (corpus / "good").write_bytes(make())
    warnings.simplefilter("ignore")

    def one(data: bytes) -> None:
        with contextlib.suppress(errors.TahrError):
            read(data)

    flags = ["-rss_limit_mb=4096", "-timeout=10", "-max_len=200000"]
    atheris.Setup([sys.argv[0], *flags, *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
