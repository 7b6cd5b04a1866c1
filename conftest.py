"""What pytest leaves out: the doctests of engines whose framework is not installed."""

from importlib.util import find_spec

collect_ignore_glob = [
    f"src/tahr/engines/{name}/*" for name in ("torch",) if find_spec(name) is None
]
