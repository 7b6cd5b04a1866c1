"""What the onnx engine does not do, and why: every line is tried, and must fail."""

NO_OPERATOR = "ONNX has no operator that solves or decomposes matrices"
NO_BITS = "ONNX has no generator whose bits are Tahr's; in inference nothing is drawn"
NO_NAN = "onnxruntime passes over NaN in the largest and the smallest"
NO_FLOAT8 = "spox cannot write casts to floats of 8 bits"
IN_FLOAT32 = "bfloat16 is float32 in the file: next to no runtime computes in it"

PRIMITIVES: dict[str, str] = {
    **dict.fromkeys(("solve", "solve_triangular", "cholesky", "qr", "svd", "eigh"), NO_OPERATOR),
    "max-(0,)-3": NO_NAN,
    "min-(0,)-3": NO_NAN,
    "argmax-nan-4": NO_NAN,
    "argmin-nan-4": NO_NAN,
    "cast-float8_e4m3fn-3": NO_FLOAT8,
    "cast-float8_e5m2-3": NO_FLOAT8,
    "cast-bfloat16-4": IN_FLOAT32,
    "full-(0, 2)1bfloat16": IN_FLOAT32,
    "arange-041bfloat16": IN_FLOAT32,
}
"""Primitives, or single cases of theirs."""

ROWS: dict[str, str] = {
    **{
        f"ops.{name}": NO_OPERATOR
        for name in (
            "cholesky_inverse", "eigh", "inv", "logdet", "lstsq", "matrix_rank", "pinv",
            "qr", "slogdet", "solve", "solve_triangular", "svd",
        )
    },
    **{f"ops.norm[{n}]": NO_OPERATOR for n in (8, 11, 12)},
    **{f"ops.matrix_power[nn {n}]": NO_OPERATOR for n in (4, 5)},
    "ops.image.elastic_transform[nn 1]": NO_BITS,
    **{
        f"layers.{name}": NO_BITS
        for name in (
            "RandomBrightness", "RandomColorDegeneration", "RandomRotation", "RandomTranslation",
            "RandomZoom",
        )
    },
}  # fmt: skip
"""Rows by name, or with the note that tells one from others of its name."""
