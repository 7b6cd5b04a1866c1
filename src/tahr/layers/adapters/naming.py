"""What the variables of a layer are called in the order of files, by mode of quantization."""

from collections.abc import Sequence

ROUNDED = ("inputs", "{}", "outputs_grad")
"""What float8 rounds: each has a scale and a history of its largest values."""
AFTER: dict[str | None, tuple[str, ...]] = {
    None: (),
    "int8": ("{}_scale",),
    "int4": ("{}_scale", "{}_zero", "g_idx"),
    "float8": tuple(f"{n}_{kind}" for n in ROUNDED for kind in ("scale", "amax_history")),
    "ternary": ("{}_scale",),
}
"""What comes after the weight, which is first, and the bias."""
FITTED: dict[str | None, tuple[str, ...]] = {
    "gptq": ("quantized_{}", "{}_scale", "{}_zero", "g_idx"),
    "awq": ("quantized_{}", "{}_scale", "{}_zero", "awq_scales", "g_idx"),
}
"""What comes after the bias in forms that are fitted to data, which keep no other weight."""


def in_files(main: str, others: Sequence[str], modes: Sequence[str]) -> dict[str | None, list[str]]:
    """Returns the names of a layer's variables in the order of files, by mode.

    Args:
        main: what its weight is called.
        others: variables beside it.
        modes: what it may be quantized to.

    Example:
        >>> in_files("kernel", ["bias"], ["int8"])
        {None: ['kernel', 'bias'], 'int8': ['kernel', 'bias', 'kernel_scale']}
    """
    found: dict[str | None, list[str]] = {}
    for mode in (None, *modes):
        names = (*others, *FITTED[mode]) if mode in FITTED else ("{}", *others, *AFTER[mode])
        found[mode] = [name.format(main) for name in names]
    return found
