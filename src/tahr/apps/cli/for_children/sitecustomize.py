"""Is run when a process starts that a program with Tahr for Keras has started: it has Tahr too.

Nothing is imported before the process imports Keras. What would have been run in this file's
place is run after it.
"""

import sys
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path

NAMES = frozenset({"keras", "keras_core", "tensorflow", "tf_keras"})
HERE = Path(__file__).parent


class First:
    """Waits for the first import of Keras, makes it Tahr's, and is gone."""

    stands_in = True

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        """Returns how a module is loaded; None for what is none of Keras's."""
        if fullname.partition(".")[0] not in NAMES or self not in sys.meta_path:
            return None
        sys.meta_path.remove(self)
        if find_spec("tahr") is None:
            return None
        from tahr.apps.cli import imports

        imports.install()
        return imports.Aliases().find_spec(fullname)


def others() -> ModuleSpec | None:
    """Finds the module of this name that would have been imported without this one."""
    sys.path[:] = [place for place in sys.path if Path(place or ".") != HERE]
    return PathFinder.find_spec("sitecustomize", sys.path)


sys.meta_path.insert(0, First())
_OTHERS = others()
sys.path.append(str(HERE.with_name("installed")))
if _OTHERS is not None and _OTHERS.loader is not None:
    _module = module_from_spec(_OTHERS)
    sys.modules["sitecustomize"] = _module
    _OTHERS.loader.exec_module(_module)
