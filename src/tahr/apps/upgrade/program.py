"""A program of any age in, the program of today out, and what is left to decide."""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst

from tahr.apps.upgrade.files import renamed_files
from tahr.apps.upgrade.imports import Imports, with_needed
from tahr.apps.upgrade.job import Job
from tahr.apps.upgrade.kinds import found_in
from tahr.apps.upgrade.names import Names, used_names
from tahr.apps.upgrade.notes import Note
from tahr.apps.upgrade.rewriting import Rewriting

MENTIONED = re.compile(r"\b(keras|keras_core|tf_keras)\b")
ROUNDS = 4


@dataclass(frozen=True)
class Upgraded:
    """What has become of a program.

    Attributes:
        text: the program as it is today.
        notes: what is told, in the order of the lines.
        of_keras: whether it uses Keras at all.
    """

    text: str
    notes: tuple[Note, ...] = ()
    of_keras: bool = True


def upgraded(text: str) -> Upgraded:
    """Returns a program in the spelling of Keras 3.

    Args:
        text: the program.

    Raises:
        libcst.ParserSyntaxError: it is no Python of today.

    Example:
        >>> print(upgraded("from keras.layers.core import Dense\\nDense(3, init='uniform')").text)
        from keras.layers import Dense
        Dense(3, kernel_initializer='uniform')
    """
    if not MENTIONED.search(text):
        return Upgraded(text, of_keras=False)
    first = _once(text)
    result = first
    for _ in range(ROUNDS):
        again = _once(result.text)
        if again.text == result.text:
            break
        result = again
    return Upgraded(result.text, first.notes, first.of_keras)


def _once(text: str) -> Upgraded:
    module = cst.parse_module(text)
    names = Names(module)
    if not names.uses_keras():
        return Upgraded(text, of_keras=False)
    job = Job(names, found_in(names))
    walked = names.wrapper.module.visit(Rewriting(job, renamed_files(job)))
    walked = walked.visit(Imports(job, used_names(walked)))
    walked = with_needed(
        walked, sorted(job.needed, key=lambda line: (line.startswith("from"), line))
    )
    notes = job.notes | (job.doubts if job.old else set())
    return Upgraded(walked.code, tuple(sorted(notes)))
