"""What the processor of this machine can do beyond the ordinary."""

from functools import cache
from pathlib import Path

FACTS = Path("/proc/cpuinfo")


@cache
def multiplies_bfloat16() -> bool:
    """Returns whether there are instructions for products of bfloat16, as far as is known."""
    try:
        words = FACTS.read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return False
    return not {"amx_bf16", "avx512_bf16"}.isdisjoint(words)
