"""The document of a model as Markdown, with the front matter that a model card has."""

from typing import Any

from tahr.apps.report.words import FIGURES, in_words, shown

TAGS = {"number": "tabular-regression", "category": "tabular-classification",
        "binary": "tabular-classification", "set": "tabular-classification"}  # fmt: skip


def as_markdown(facts: dict[str, Any], curves: str | None) -> str:
    """Returns the document as Markdown.

    Args:
        facts: what there is to say.
        curves: the path of the picture of the curves, from the document's folder.
    """
    parts = [
        _front(facts),
        f"# {facts['name']}\n",
        _asked(facts),
        "## Results on the test part\n",
        *(_figures(output, found) for output, found in facts["figures"].items()),
        _wrong(facts),
        "## Data\n",
        _data(facts),
        "## Training\n",
        f"![Curves of the loss]({curves})\n" if curves else "",
        _decisions(facts),
        "## Network\n",
        _layers(facts),
        "## How to call it\n",
        f"```sh\n{facts['call']['command']}\n```\n\n```python\n{facts['call']['python']}\n```\n",
        "## Environment\n",
        _table(("", ""), [(k, v) for k, v in facts["environment"].items()]),
    ]
    return "\n".join(part for part in parts if part)


def _front(facts: dict[str, Any]) -> str:
    types = {found["model"]["type"] for found in facts["figures"].values()}
    tags = sorted({TAGS[kind] for kind in types if kind in TAGS})
    lines = ["---", "library_name: tahr", "license: unknown", "tags:"]
    lines += [f"  - {tag}" for tag in ("tahr", "keras", *tags)]
    return "\n".join([*lines, "---\n"])


def _asked(facts: dict[str, Any]) -> str:
    rows = [(name.replace("_", " "), value) for name, value in facts["asked"].items()]
    return _table(("what only a person can say", ""), rows)


def _figures(output: str, found: dict[str, Any]) -> str:
    model, baselines = found["model"], found["baselines"]
    names = [name for name in FIGURES if name in model]
    rows = [
        (FIGURES[name], shown(model[name]), *(shown(one[name]) for one in baselines.values()))
        for name in names
    ]
    text = f"### {output}\n\n{in_words(model, baselines)}\n\n"
    text += _table(("", "this model", *baselines), rows)
    if "by_class" in model:
        text += "\n" + _by_class(model)
    return text


def _by_class(model: dict[str, Any]) -> str:
    rows = [
        (label, shown(one["precision"]), shown(one["recall"]), shown(one["f1"]), one["rows"])
        for label, one in model["by_class"].items()
    ]
    text = _table(("class", "precision", "recall", "F1", "rows"), rows)
    labels = model["labels"]
    if len(labels) <= 20:
        grid = [(label, *row) for label, row in zip(labels, model["confusion"], strict=True)]
        text += "\n" + _table(("true \\ told", *labels), grid)
    bins = [
        (shown(one["sure"]), shown(one["right"]), one["rows"])
        for one in model["calibration"]["bins"]
    ]
    return text + "\n" + _table(("sure of it", "was right", "rows"), bins)


def _wrong(facts: dict[str, Any]) -> str:
    if not facts["wrong"]:
        return ""
    rows = [(one["row"], one["output"], one["true"], one["told"]) for one in facts["wrong"]]
    return "### What went wrong most\n\n" + _table(("row", "output", "true", "told"), rows)


def _data(facts: dict[str, Any]) -> str:
    data = facts["data"]
    parts = ", ".join(f"{part} {rows:,}" for part, rows in data["parts"].items())
    text = f"{data['source']}: {data['rows']:,} rows ({parts}).\n\n"
    columns = [(c["name"], c["type"], c["missing"], c["distinct"]) for c in data["columns"]]
    text += _table(("column", "type", "missing", "distinct"), columns)
    if data["warnings"]:
        text += "\n" + "\n".join(f"- {_warned(one)}" for one in data["warnings"]) + "\n"
    files = [(name, f"`{digest}`") for name, digest in data["files"].items()]
    return text + "\n" + _table(("file", "SHA-256"), files)


def _warned(one: dict[str, Any]) -> str:
    return _cell(f"{one['column']}: {one['says']}" if one["column"] else one["says"])


def _decisions(facts: dict[str, Any]) -> str:
    rows = [(one["field"], str(one["value"])[:80], one["why"]) for one in facts["decisions"]]
    return f"{len(facts['epochs'])} epochs.\n\n" + _table(("field", "choice", "why"), rows)


def _layers(facts: dict[str, Any]) -> str:
    model = facts["model"]
    rows = [(one["name"], one["class"], f"{one['weights']:,}") for one in model["layers"]]
    text = f"{model['weights']:,} weights, {model['bytes']:,} bytes.\n\n"
    return text + _table(("layer", "class", "weights"), rows)


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    if not rows:
        return ""
    lines = [_row(head), _row(tuple("---" for _ in head)), *map(_row, rows)]
    return "\n".join(lines) + "\n"


def _row(cells: tuple[Any, ...]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: Any) -> str:
    text = "".join(c if c.isprintable() else " " for c in str(value))
    return text.replace("|", "\\|").replace("<", "&lt;")
