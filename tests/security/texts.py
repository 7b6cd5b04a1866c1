"""Texts that mean harm: JSON and YAML of models, tokenizers and generators."""

from collections.abc import Callable
from pathlib import Path

from tests.security.reads import Builder, Reads


def _json(text: str) -> Builder:
    def build(folder: Path) -> Reads:
        from tahr import models
        from tahr.preprocessing.tokenizing import tokenizer_from_json
        from tahr.preprocessing.windows import timeseries_generator_from_json

        reads: dict[str, Callable[[str], object]] = {
            "model_from_json": models.model_from_json,
            "tokenizer_from_json": tokenizer_from_json,
            "timeseries_generator_from_json": timeseries_generator_from_json,
        }
        return {name: (lambda read=read: read(text)) for name, read in reads.items()}

    return build


def _yaml(text: str) -> Builder:
    def build(folder: Path) -> Reads:
        from tahr.models.configuration import model_from_yaml

        return {"model_from_yaml": lambda: model_from_yaml(text)}

    return build


def _laughs() -> str:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]" for n in range(12)]
    return "\n".join(rows)


FILES: dict[str, Builder] = {
    "json: brackets": _json("[" * 200_000),
    "json: braces": _json('{"config":' * 100_000),
    "json: a list": _json("[1]"),
    "json: nothing": _json(""),
    "json: a long number": _json('{"config": ' + "9" * 10_000 + "}"),
    "json: no number": _json('{"config": NaN}'),
    "json: half a character": _json('{"config": {"\\ud800": 1}, "class_name": "\\ud800"}'),
    "json: a key twice": _json('{"config": {}, "config": {}, "class_name": "Sequential"}'),
    "json: objects by the million": _json('{"config": [' + "{}," * 1_000_000 + "1]}"),
    "json: no configuration": _json('{"config": "x", "class_name": "Dense"}'),
    "json: texts that are none": _json(
        '{"config": {"word_counts": "[[[[", "word_docs": "{}", "data": "[[[["}}'
    ),
    "yaml: laughs": _yaml(_laughs()),
    "yaml: itself": _yaml("a: &a [*a]"),
    "yaml: brackets": _yaml("[" * 10_000),
    "yaml: braces": _yaml("{a: " * 5000),
    "yaml: a call": _yaml("a: !!python/object/apply:os.system [touch harm]"),
    "yaml: a function": _yaml("a: !!python/name:os.system"),
    "yaml: a module": _yaml("a: !!python/module:antigravity"),
    "yaml: a long number": _yaml("class_name: " + "9" * 100_000),
    "yaml: sixties": _yaml("a: " + ":".join(["59"] * 20_000)),
    "yaml: names by the thousand": _yaml("\n".join(f"a{n}: &n{n} 1" for n in range(60_000))),
    "yaml: steps": _yaml("\n".join(" " * n + "a:" for n in range(2000))),
    "yaml: a list as a key": _yaml("? [a, b]\n: 1"),
}
