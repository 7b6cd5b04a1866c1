"""What rows leave out, and why: on every engine, or on some."""

from importlib.metadata import version

from tests.contract.row import Row

UNDEFINED = {
    "ops.histogram int32": "values lie on the edges of bins, where rounding decides",
    **{
        f"ops.{name} bool": "bools are not added or multiplied"
        for name in (
            "bincount",
            "dot",
            "einsum",
            "inner",
            "matmul",
            "scatter",
            "scatter_update",
            "segment_prod",
            "segment_sum",
            "tensordot",
            "vdot",
        )
    },
    "ops.stop_gradient gradient": "it hides its slope: that is what it is for",
    "ops.cdist gradient": "the distance of a point to itself has no slope",
}
"""What no engine promises anything about."""

OLD_JAX = tuple(map(int, version("jax").split(".")[:2])) < (0, 10)
NARROW = "the framework decomposes matrices in 32 bits or more only"
LIMITS: dict[str, dict[str, str]] = {
    "jax": {
        "ops.while_loop gradient": "JAX differentiates no loop whose length it does not know",
        "ops.segment_prod gradient": "JAX differentiates no product scattered to equal indices",
        "ops.svd[0] gradient": "JAX differentiates the SVD without full matrices only",
        **({"ops.qr[1] gradient": "JAX before 0.10: Q has to be square"} if OLD_JAX else {}),
        **{f"ops.norm[{n}] {d}": NARROW for n in (8, 11, 12) for d in ("bfloat16", "float16")},
    },
    "pytensor": {
        "ops.while_loop gradient": "PyTensor differentiates no loop whose length it does not know",
        "ops.svd[0] gradient": "PyTensor differentiates the SVD without full matrices only",
        **{
            f"ops.{name} gradient": "PyTensor has no such scatter: NumPy does it, without a slope"
            for name in (
                "scatter_update[2]",
                "scatter_update[3]",
                "scatter_update[4]",
                "segment_min",
                "segment_prod",
            )
        },
    },
    "tensorflow": {
        "ops.segment_max bool": "TensorFlow scatters no bools",
        "ops.segment_min bool": "TensorFlow scatters no bools",
        "ops.conv_transpose[nn 3] float16": "TensorFlow's CPU kernels dilate in 32 bits only",
    },
}
"""What an engine cannot do; every line is tried, and must fail, so that none outlives its cause."""


def keys(row: Row, aspect: str) -> tuple[str, str]:
    """Returns the lines of the tables that speak of an aspect of a row: a dtype, "gradient"."""
    name = f"{row.family}.{row.name}"
    return f"{name} {aspect}", f"{name}[{row.note}] {aspect}"


def undefined(row: Row, aspect: str) -> bool:
    """Returns whether no engine promises anything about an aspect of a row."""
    return any(key in UNDEFINED for key in keys(row, aspect))


def limited(engine: str, row: Row, aspect: str) -> bool:
    """Returns whether an engine cannot do this."""
    return undefined(row, aspect) or any(key in LIMITS.get(engine, ()) for key in keys(row, aspect))
