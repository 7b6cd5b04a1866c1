"""The source texts of recordings, which PyTorch would keep for as long as the process lives."""

import linecache
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch.fx import graph_module

_loader: Any = vars(graph_module).get("_loader")


@contextmanager
def forgotten() -> Iterator[None]:
    """Forgets the texts of graph modules made inside the block; they are replayed otherwise."""
    texts: dict[str, str] = getattr(_loader, "eval_cache", {})
    before = set(texts)
    try:
        yield
    finally:
        for name in [name for name in texts if name not in before]:
            texts.pop(name, None)
            linecache.cache.pop(name, None)
