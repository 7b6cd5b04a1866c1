"""The document of a model as one HTML file, with its pictures inside."""

import base64
from html import escape
from typing import Any

from tahr.apps.report.words import BASELINES, FIGURES, in_words, shown

STYLE = """
:root { color-scheme: light dark; --ink: #1e293b; --soft: #64748b; --line: #e2e8f0;
  --paper: #ffffff; --accent: #2563eb; }
@media (prefers-color-scheme: dark) { :root { --ink: #e2e8f0; --soft: #94a3b8; --line: #334155;
  --paper: #0f172a; --accent: #60a5fa; } .picture { background: #ffffff; border-radius: 8px; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 860px; padding: 24px 16px 64px; background: var(--paper);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 28px; margin: 0 0 4px; } h2 { font-size: 20px; margin: 40px 0 12px; }
h3 { font-size: 16px; margin: 24px 0 8px; } .soft { color: var(--soft); }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 14px; }
th, td { text-align: left; padding: 4px 16px 4px 0; border-bottom: 1px solid var(--line);
  vertical-align: top; } th { font-weight: 500; color: var(--soft); }
td.cell { text-align: center; padding: 6px 10px; border: 1px solid var(--line); }
img { max-width: 100%; } pre { overflow-x: auto; padding: 12px; border: 1px solid var(--line);
  border-radius: 8px; font-size: 14px; } details { margin: 12px 0; }
summary { cursor: pointer; color: var(--accent); } .says { font-size: 18px; }
"""


def as_html(facts: dict[str, Any], curves: bytes | None) -> str:
    """Returns the document as HTML; nothing in it is loaded from elsewhere.

    Args:
        facts: what there is to say.
        curves: the picture of the curves, as PNG.
    """
    data = facts["data"]
    picture = ""
    if curves:
        coded = base64.b64encode(curves).decode()
        picture = (
            f'<img class="picture" alt="Curves of the loss" src="data:image/png;base64,{coded}">'
        )
    parts = ", ".join(f"{part} {rows:,}" for part, rows in data["parts"].items())
    layers = facts["model"]["layers"]
    body = [
        f"<h1>{escape(facts['name'])}</h1>",
        f'<p class="soft">Trained {escape(facts["begun"])}, '
        f"{facts['model']['weights']:,} weights</p>",
        *(_output(name, found) for name, found in facts["figures"].items()),
        _wrong(facts["wrong"]),
        "<h2>What only a person can say</h2>",
        _table(("", ""), [(k.replace("_", " "), v) for k, v in facts["asked"].items()]),
        "<h2>Data</h2>",
        f"<p>{escape(str(data['source']))}: {data['rows']:,} rows ({escape(parts)})</p>",
        _table(
            ("column", "type", "missing", "distinct"),
            [(c["name"], c["type"], c["missing"], c["distinct"]) for c in data["columns"]],
        ),
        _warnings(data["warnings"]),
        _folded("Files", _table(("file", "SHA-256"), list(data["files"].items()))),
        "<h2>Training</h2>",
        picture,
        _folded(
            "Choices and their reasons",
            _table(
                ("field", "choice", "why"),
                [(d["field"], str(d["value"])[:80], d["why"]) for d in facts["decisions"]],
            ),
        ),
        "<h2>Network</h2>",
        _folded(
            f"{len(layers)} layers",
            _table(
                ("layer", "class", "weights"),
                [(one["name"], one["class"], f"{one['weights']:,}") for one in layers],
            ),
        ),
        "<h2>How to call it</h2>",
        f"<pre>{escape(facts['call']['command'])}</pre>",
        f"<pre>{escape(facts['call']['python'])}</pre>",
        "<h2>Environment</h2>",
        _table(("", ""), list(facts["environment"].items())),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(facts['name'])}</title><style>{STYLE}</style></head>\n<body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body></html>\n"
    )


def _output(name: str, found: dict[str, Any]) -> str:
    model, baselines = found["model"], found["baselines"]
    rows = [
        (FIGURES[one], shown(model[one]), *(shown(other[one]) for other in baselines.values()))
        for one in FIGURES
        if one in model
    ]
    head = ("", "this model", *(BASELINES[one] for one in baselines))
    parts = [
        f"<h2>{escape(name)}, on {model['rows']:,} rows it never saw</h2>",
        f'<p class="says">{escape(in_words(model, baselines))}</p>',
        _table(head, rows),
    ]
    if "by_class" in model:
        parts.append(_classes(model))
    return "\n".join(parts)


def _classes(model: dict[str, Any]) -> str:
    rows = [
        (label, shown(one["precision"]), shown(one["recall"]), shown(one["f1"]), one["rows"])
        for label, one in model["by_class"].items()
    ]
    bins = [
        (shown(one["sure"]), shown(one["right"]), one["rows"])
        for one in model["calibration"]["bins"]
    ]
    return "\n".join(
        [
            "<h3>By class</h3>",
            _table(("class", "precision", "recall", "F1", "rows"), rows),
            _confusion(model) if len(model["labels"]) <= 20 else "",
            "<h3>How sure it was, and how often right</h3>",
            _table(("sure", "right", "rows"), bins),
        ]
    )


def _confusion(model: dict[str, Any]) -> str:
    labels, most = model["labels"], max(max(row) for row in model["confusion"]) or 1
    head = "".join(f"<th>{escape(label)}</th>" for label in labels)
    lines = [f"<tr><th>true \\ told</th>{head}</tr>"]
    for label, row in zip(labels, model["confusion"], strict=True):
        cells = "".join(
            f'<td class="cell" style="background:rgba(37,99,235,{0.65 * count / most:.2f})">'
            f"{count}</td>"
            for count in row
        )
        lines.append(f"<tr><th>{escape(label)}</th>{cells}</tr>")
    table = "<table>" + "".join(lines) + "</table>"
    return f'<h3>Which class was told for which</h3><div class="wide">{table}</div>'


def _wrong(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    cells = [(one["row"], one["output"], one["true"], one["told"]) for one in rows]
    table = _table(("row", "output", "true", "told"), cells)
    return _folded("What went wrong most", table)


def _warnings(found: list[dict[str, Any]]) -> str:
    if not found:
        return ""
    lines = "".join(
        f"<li>{escape(one['column'] + ': ' if one['column'] else '')}{escape(one['says'])}</li>"
        for one in found
    )
    return f"<ul>{lines}</ul>"


def _folded(title: str, inside: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{inside}</details>"


def _table(head: tuple[Any, ...], rows: list[tuple[Any, ...]]) -> str:
    if not rows:
        return ""
    top = "".join(f"<th>{escape(str(cell))}</th>" for cell in head)
    lines = (
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f'<div class="wide"><table><tr>{top}</tr>{"".join(lines)}</table></div>'
