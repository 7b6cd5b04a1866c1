"""Runs programs one after the other in this process, and writes down what became of each."""

import io
import json
import os
import sys
import tempfile
import traceback
from contextlib import redirect_stderr
from pathlib import Path

import tahr

compiled = tahr.Model.compile


def uncompiled(self, *args, **kwargs):
    """Has steps run as written: they run a few times only, and are compiled in other tests."""
    return compiled(self, *args, **{**kwargs, "run_eagerly": True})


tahr.Model.compile = uncompiled
found = {}
for name in sys.argv[2:]:
    path, errors = Path(name), io.StringIO()
    code = compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True)
    with tempfile.TemporaryDirectory() as folder, redirect_stderr(errors):
        os.chdir(folder)
        try:
            exec(code, {"__name__": "__main__", "__file__": str(path)})
        except BaseException:
            traceback.print_exc()
            found[path.stem] = {"failed": True}
        os.chdir(path.parent)
    found.setdefault(path.stem, {"failed": False})["said"] = errors.getvalue()
Path(sys.argv[1]).write_text(json.dumps(found), encoding="utf-8")
