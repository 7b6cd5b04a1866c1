"""Small tables with a known meaning."""

import csv

import numpy as np


def write_csv(path, columns, delimiter=","):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def people(rows=240, seed=0):
    """A table whose `buys` follows age and town."""
    draw = np.random.default_rng(seed)
    age = draw.integers(18, 80, rows)
    town = draw.choice(["Ulm", "Bonn", "Jena"], rows)
    buys = np.where((age > 45) ^ (town == "Ulm"), "yes", "no")
    return {
        "id": [f"p{i:04d}x" for i in range(rows)],
        "age": [str(a) if i % 17 else "" for i, a in enumerate(age)],
        "town": town.tolist(),
        "tags": [
            ";".join(sorted({t, "all" if a > 40 else "few"}))
            for t, a in zip(town, age, strict=True)
        ],
        "joined": [f"20{10 + i % 10}-0{1 + i % 9}-1{i % 10}" for i in range(rows)],
        "note": [
            f"the {t} customer is {'older' if a > 45 else 'young'} now"
            + " indeed" * (i % 3)
            + f" {i}"
            for i, (t, a) in enumerate(zip(town, age, strict=True))
        ],
        "buys": buys.tolist(),
        "spends": [f"{a * 1.5 + (t == 'Ulm') * 10:.2f}" for a, t in zip(age, town, strict=True)],
        "country": ["DE"] * rows,
    }
