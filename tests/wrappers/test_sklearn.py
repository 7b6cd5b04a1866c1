"""Models as estimators of scikit-learn."""

import pickle
import warnings

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="scikit-learn is not installed")

from sklearn import config_context
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator, estimator_checks_generator

import tahr
from tahr import layers
from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.core.seeds import default_seed
from tahr.wrappers import SKLearnClassifier, SKLearnRegressor, SKLearnTransformer

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 4)).astype("float32")
Y = (X[:, 0] + X[:, 1] > 0).astype(int)
ENGINE = "torch" if current.installed("torch") else "jax"
"""The estimators are checked by hundreds of short fits, which PyTorch begins fastest."""


def make(X, y, loss="mse", activation=None, units=8):
    columns = y.shape[1] if y is not None and y.ndim > 1 else 1
    model = tahr.Sequential([
        layers.Input(X.shape[1:]),
        layers.Dense(units, "relu"),
        layers.Dense(columns, activation),
    ])  # fmt: skip
    model.compile("rmsprop", loss)
    return model.to(ENGINE)


def classifier(**more):
    kwargs = {"loss": "categorical_crossentropy", "activation": "softmax"}
    return SKLearnClassifier(make, model_kwargs=kwargs, **{"random_state": 0, **more})


BY_KERAS = {"SKLearnClassifier": 6, "SKLearnRegressor": 4, "SKLearnTransformer": 1}
"""How many of these checks the wrappers of Keras 3.15.1 fail, with models like these."""
EXPECTED: dict[str, dict[str, str]] = {
    "SKLearnClassifier": {
        "check_classifiers_one_label_sample_weights": "one epoch over ten rows is no training",
    },
    "SKLearnRegressor": {},
    "SKLearnTransformer": {},
}
"""Checks that cannot be passed, each with its reason."""


MAKERS = {
    "classifier": classifier,
    "regressor": lambda: SKLearnRegressor(make, random_state=0),
    "transformer": lambda: SKLearnTransformer(make, random_state=0),
}
OFTEN = {
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_estimators_unfitted",
    "check_n_features_in",
    "check_parameters_default_constructible",
}
"""Checks of each run; all others fit a model many times over, and are in long ones."""


@pytest.mark.parametrize("name", MAKERS)
def test_some_of_scikit_learns_own_checks(name):
    checks = [(one, check) for one, check in estimator_checks_generator(MAKERS[name]())
              if check.func.__name__ in OFTEN]  # fmt: skip
    assert len(checks) == len(OFTEN)
    for one, check in checks:
        check(one)


@pytest.mark.soak
@pytest.mark.parametrize("name", MAKERS)
def test_scikit_learns_own_checks(name):
    estimator = MAKERS[name]()
    name = type(estimator).__name__
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the checks warn of what they skip
        found = check_estimator(estimator, on_fail=None, on_skip=None)
    failed = {one["check_name"]: one["exception"] for one in found if one["status"] == "failed"}
    assert failed.keys() == EXPECTED[name].keys(), failed
    assert len(failed) < BY_KERAS[name]
    assert sum(one["status"] == "passed" for one in found) > 35


def test_a_classifier_learns_and_gives_its_labels():
    found = classifier(fit_kwargs={"epochs": 200}).fit(X, np.where(Y, "yes", "no"))
    assert found.score(X, np.where(Y, "yes", "no")) > 0.85
    assert found.classes_.tolist() == ["no", "yes"]
    assert found.decision_function(X).shape == (60,)
    ahead = found.decision_function(X) > 0
    assert (found.classes_[ahead.astype(int)] == found.predict(X)).all()
    assert found.epoch_ == len(found.history_["loss"]) == 200


@pytest.mark.parametrize(
    ("units", "activation", "loss"),
    [
        (1, "sigmoid", "binary_crossentropy"),
        (2, "softmax", "sparse_categorical_crossentropy"),
        (2, "softmax", "categorical_crossentropy"),
    ],
)
def test_labels_are_as_the_model_takes_them(units, activation, loss):
    model = tahr.Sequential([layers.Input((4,)), layers.Dense(units, activation)])
    model.compile(tahr.optimizers.Adam(0.1), loss)
    found = SKLearnClassifier(model.to(ENGINE), fit_kwargs={"epochs": 30}, random_state=1)
    assert found.fit(X, Y).score(X, Y) > 0.85


def test_a_model_is_copied_before_it_is_trained():
    model = make(X, Y[:, None])
    before = model.get_weights()
    found = SKLearnRegressor(model).fit(X, Y)
    assert found.model_ is not model
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))


def test_a_warm_start_goes_on():
    found = SKLearnRegressor(make, warm_start=True, fit_kwargs={"epochs": 2}, random_state=0)
    first = found.fit(X, Y).model_
    assert found.fit(X, Y, epochs=3).model_ is first
    assert found.epoch_ == 5
    assert SKLearnRegressor(make).fit(X, Y).fit(X, Y).epoch_ == 1


def test_targets_keep_their_axes():
    assert SKLearnRegressor(make).fit(X, Y).predict(X).shape == (60,)
    assert SKLearnRegressor(make).fit(X, np.stack([Y, Y], 1)).predict(X).shape == (60, 2)


def test_estimators_go_into_pipelines_searches_and_pickles():
    pipe = make_pipeline(StandardScaler(), classifier(fit_kwargs={"epochs": 2}))
    assert pipe.fit(X, Y).predict(X).shape == (60,)
    grid = {"model_kwargs": [
        {"loss": "categorical_crossentropy", "activation": "softmax", "units": n} for n in (2, 4)
    ]}  # fmt: skip
    search = GridSearchCV(classifier(), grid, cv=2).fit(X, Y)
    assert search.best_params_["model_kwargs"]["units"] in (2, 4)
    assert len(cross_val_score(SKLearnRegressor(make), X, Y, cv=2)) == 2
    fitted = classifier().fit(X, Y)
    again = pickle.loads(pickle.dumps(fitted))
    np.testing.assert_allclose(again.decision_function(X), fitted.decision_function(X), rtol=1e-5)
    copy = clone(fitted)
    assert not hasattr(copy, "model_")
    assert copy.get_params().keys() == fitted.get_params().keys()
    assert clone(SKLearnRegressor(make(X, Y[:, None]))).fit(X, Y).predict(X).shape == (60,)


@pytest.mark.parametrize("name", MAKERS)
def test_what_fit_is_to_be_given_on_its_way_can_be_said(name):
    with config_context(enable_metadata_routing=True):
        routed = MAKERS[name]().set_fit_request(sample_weight=True, epochs="times")
        request = clone(routed).get_metadata_routing().fit.requests
    assert request["sample_weight"] is True and request["epochs"] == "times"
    assert request["class_weight"] is None and "x" not in request


def test_weights_of_samples_are_passed_on():
    with config_context(enable_metadata_routing=True):
        one = SKLearnRegressor(make).set_fit_request(sample_weight=True, epochs=True)
        given = {"sample_weight": np.zeros(len(X)), "epochs": 2}
        found = cross_validate(
            one.set_score_request(sample_weight=False), X, Y, cv=2, params=given,
            return_estimator=True,
        )  # fmt: skip
    assert [fitted.history_["loss"] for fitted in found["estimator"]] == [[0, 0]] * 2


def test_a_trained_model_can_be_asked_without_fit():
    encoder = make(X, None)
    frozen = FrozenEstimator(SKLearnTransformer(encoder))
    pipe = make_pipeline(frozen, LogisticRegression()).fit(X, Y)
    np.testing.assert_allclose(pipe[0].transform(X), encoder.predict(X, verbose=0), rtol=1e-6)
    named = SKLearnTransformer(make).fit(X, Y).set_output(transform="default")
    assert list(named.get_feature_names_out()) == ["sklearntransformer0"]


def test_a_seed_gives_one_model_and_leaves_the_program_its_own_draws():
    tahr.utils.set_random_seed(5)
    expected = default_seed()
    tahr.utils.set_random_seed(5)
    first = SKLearnRegressor(make, random_state=3).fit(X, Y)
    assert default_seed() == expected
    again = SKLearnRegressor(make, random_state=3).fit(X, Y)
    assert np.array_equal(first.predict(X), again.predict(X))


def test_errors():
    with pytest.raises(NotFittedError):
        SKLearnRegressor(make).predict(X)
    with pytest.raises(ArgumentError, match="no model"):
        SKLearnRegressor(3).fit(X, Y)
    with pytest.raises(ArgumentError, match="returned no compiled model"):
        SKLearnRegressor(lambda X, y: tahr.Sequential([layers.Dense(1)])).fit(X, Y)
    with pytest.raises(ArgumentError, match="not compiled"):
        SKLearnRegressor(tahr.Sequential([layers.Dense(1)])).fit(X, Y)
