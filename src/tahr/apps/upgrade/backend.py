"""Functions of `keras.backend`, by what computes the same in Keras 3."""

from __future__ import annotations

import libcst as cst

from tahr.apps.upgrade.code import given, with_args
from tahr.apps.upgrade.job import Job
from tahr.apps.upgrade.templates import filled
from tahr.compat.backend_today import AS_THEY_ARE, AS_WRITTEN

PATTERNS = {
    pattern.partition("(")[0]: (pattern, written) for pattern, written in AS_WRITTEN.items()
}
MODULE = "backend."
DRAWN = ("dropout", "random_normal", "random_uniform", "truncated_normal")


def knows(path: str) -> bool:
    """Returns whether a path inside Keras is a function that has another form today."""
    name = path.removeprefix(MODULE)
    return path.startswith(MODULE) and (name in AS_THEY_ARE or name in PATTERNS)


def called(job: Job, original: cst.Call, call: cst.Call, path: str) -> cst.BaseExpression | None:
    """Returns what stands in the place of a call of such a function.

    Args:
        job: the rewriting.
        original: the call as it was.
        call: the call with its arguments rewritten.
        path: of the function.
    """
    name = path.removeprefix(MODULE)
    if name in AS_THEY_ARE:
        args = [a for a in call.args if not (a.keyword and a.keyword.value == "name")]
        same = call if len(args) == len(call.args) else with_args(call, args)
        return same.with_changes(func=job.reference(f"ops.{name}"))
    pattern, written = PATTERNS[name]
    new = filled(job, call, pattern, written)
    if job.depth and name in DRAWN and given(call, "seed") is None:
        job.undecided(
            original,
            "on JAX, what is drawn in a compiled function needs a seed of the layer's own",
            "a layer with self.seeds = keras.random.SeedGenerator(), and seed=self.seeds here",
        )  # fmt: skip
    if new is None:
        job.undecided(original, f"its arguments are not those of `{pattern}`", f"today: {written}")
    return new


def handed_on(job: Job, path: str) -> cst.BaseExpression | None:
    """Returns what stands for such a function that is handed on: `Lambda(K.abs)`."""
    name = path.removeprefix(MODULE)
    if name in AS_THEY_ARE:
        return job.reference(f"ops.{name}")
    pattern, written = PATTERNS[name]
    first = pattern.partition("(")[2].rstrip(")").partition(",")[0]
    head = written.partition("(")[0]
    if written.startswith(f"{head}({first}") and head.startswith("keras.") and "=-1" not in pattern:
        return job.reference(head.removeprefix("keras."))
    return None
