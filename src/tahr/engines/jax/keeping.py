"""Compiled programs kept on disk, so that the second run of a program starts at once."""

from contextlib import suppress
from pathlib import Path

import jax

from tahr.core import config

WORTH = 0.2
"""Seconds of compiling from which a program is kept."""
MOST = 2**30
"""Bytes that programs may take; the oldest make room when the engine is next loaded."""


def keep_programs() -> None:
    """Has JAX keep what it compiles in Tahr's cache, unless the user chose a folder for it."""
    if getattr(jax.config, "jax_compilation_cache_dir", None) is not None:
        return
    folder = config.cache() / "jax"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _make_room(folder)
        jax.config.update("jax_compilation_cache_dir", str(folder))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", WORTH)


def _make_room(folder: Path) -> None:
    files = [(path, path.stat()) for path in folder.iterdir() if path.is_file()]
    kept = 0
    for path, facts in sorted(files, key=lambda row: row[1].st_mtime, reverse=True):
        kept += facts.st_size
        if kept > MOST:
            path.unlink(missing_ok=True)
