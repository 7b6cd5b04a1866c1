"""What is reached with next to no learning: the mean or majority, and a linear model."""

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tahr.apps.features.category import Binary, Category
from tahr.apps.features.feature import Array, Feature
from tahr.apps.features.number import Number
from tahr.apps.features.series import Series
from tahr.apps.report.figures import Figures, figures_of

Arrays = dict[str, Array]
MOST_NAMES = 50
MOST_WORDS = 20_000
MOST_PIXELS = 1_024
MOST_ROWS = 20_000


def baselines_of(
    inputs: list[Feature],
    output: Feature,
    training: tuple[Arrays, Array],
    test: tuple[Arrays, Array],
) -> dict[str, Figures]:
    """Returns figures on the test part of models with next to no learning.

    Args:
        inputs: of the job.
        output: which output.
        training: raw values by input, and targets.
        test: the same of the test part.

    Returns:
        By name: "constant", the mean or the shares of the classes, and "linear".
    """
    (train_x, train_y), (test_x, test_y) = training, test
    if isinstance(output, Series):
        return _of_series(output, train_x[output.name], train_y, test_x[output.name], test_y)
    found = {"constant": figures_of(output, test_y, _constant(output, train_y, len(test_y)))}
    linear = _linear(inputs, output, train_x, train_y, test_x)
    if linear is not None:
        found["linear"] = figures_of(output, test_y, linear)
    return found


def _of_series(
    output: Series, train_x: Array, train_y: Array, test_x: Array, test_y: Array
) -> dict[str, Figures]:
    """Returns figures of the value a season before, of the last one, and of an autoregression."""
    from sklearn.linear_model import RidgeCV

    model = RidgeCV(np.logspace(-3, 3, 7)).fit(train_x, train_y)
    told = {
        "seasonal": test_x[:, output.a_season_before()],
        "last": np.repeat(test_x[:, -1:], test_y.shape[1], axis=1),
        "linear": np.asarray(model.predict(test_x)).reshape(test_y.shape),
    }
    return {name: figures_of(output, test_y, values) for name, values in told.items()}


def _constant(output: Feature, targets: Array, rows: int) -> Array:
    if isinstance(output, Number):
        return np.full(rows, targets.mean())
    if isinstance(output, Binary):
        return np.full((rows, 1), targets.mean())
    if isinstance(output, Category):
        shares = np.bincount(targets, minlength=len(output.labels)) / len(targets)
        return np.tile(shares, (rows, 1))
    return np.tile(targets.mean(axis=0), (rows, 1))


def _linear(
    inputs: list[Feature], output: Feature, train_x: Arrays, targets: Array, test_x: Arrays
) -> Array | None:
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression, RidgeCV

    if output.type == "set":
        return None
    pairs = [_columns(feature, train_x[feature.name], test_x[feature.name]) for feature in inputs]
    train: Any = sparse.hstack([pair[0] for pair in pairs]).tocsr()
    test: Any = sparse.hstack([pair[1] for pair in pairs]).tocsr()
    rows = np.random.default_rng(0).permutation(len(targets))[:MOST_ROWS]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if isinstance(output, Number):
            dense = train.shape[1] <= 2_000
            model: Any = RidgeCV(np.logspace(-3, 3, 7)).fit(
                train[rows].toarray() if dense else train[rows], targets[rows]
            )
            return np.asarray(model.predict(test.toarray() if dense else test))
        model = LogisticRegression(max_iter=300, C=1.0).fit(train[rows], targets[rows])
    told = model.predict_proba(test)
    if isinstance(output, Binary):
        return told[:, 1:]
    whole = np.zeros((len(told), len(getattr(output, "labels", ()))))
    whole[:, model.classes_] = told
    return whole


def _columns(feature: Feature, train: Array, test: Array) -> tuple[Any, Any]:
    """Returns an input as columns of numbers, by what is usual for its type."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    if feature.type == "text":
        words = TfidfVectorizer(max_features=MOST_WORDS, sublinear_tf=True)
        return words.fit_transform(train), words.transform(test)
    if feature.type in {"category", "binary"}:
        return _one_hot(train, test)
    if feature.type == "audio":
        train, test = _spectra(train), _spectra(test)
    flat, other = _flat(train), _flat(test)
    mean, deviation = np.nanmean(flat, axis=0), np.nanstd(flat, axis=0)
    deviation = np.where(deviation > 0, deviation, 1.0)
    pair = [np.nan_to_num((x - mean) / deviation) for x in (flat, other)]
    return sparse.csr_matrix(pair[0]), sparse.csr_matrix(pair[1])


def _one_hot(train: Array, test: Array) -> tuple[Any, Any]:
    from scipy import sparse

    names, counts = np.unique(train.astype(str), return_counts=True)
    kept = names[np.argsort(-counts)][:MOST_NAMES]
    pair = [(x.astype(str)[:, None] == kept[None]).astype(np.float64) for x in (train, test)]
    return sparse.csr_matrix(pair[0]), sparse.csr_matrix(pair[1])


def _flat(values: Array) -> NDArray[np.float64]:
    flat = np.asarray(values, np.float64).reshape(len(values), -1)
    step = max(-(-flat.shape[1] // MOST_PIXELS), 1)
    return flat[:, ::step]


def _spectra(sounds: Array) -> Array:
    """Returns the mean strength of each of some bands, on a logarithmic scale."""
    power = np.abs(np.fft.rfft(np.asarray(sounds, np.float64), axis=1)) ** 2
    bands = np.array_split(power, 40, axis=1)
    return np.log(np.stack([band.mean(axis=1) for band in bands], axis=1) + 1e-9)
