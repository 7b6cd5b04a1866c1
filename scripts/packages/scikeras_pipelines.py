"""A classifier in a pipeline and a grid search, pickled and cloned; a fixed seed."""

import pickle

import keras
import numpy as np
from scikeras.wrappers import KerasClassifier
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(0)
x = rng.normal(size=(120, 5)).astype("float32")
y = np.where(x[:, 0] > x[:, 1], "yes", "no")


def build(units, meta):
    return keras.Sequential([
        keras.Input((meta["n_features_in_"],)),
        keras.layers.Dense(units, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])  # fmt: skip


model = KerasClassifier(
    build, units=8, loss="binary_crossentropy", optimizer=keras.optimizers.Adam,
    optimizer__learning_rate=0.05, metrics=["accuracy"], epochs=6, verbose=0, random_state=0,
)  # fmt: skip
pipeline = make_pipeline(StandardScaler(), model)
search = GridSearchCV(pipeline, {"kerasclassifier__units": [4, 8]}, cv=2).fit(x, y)
assert search.best_score_ > 0.7
again = pickle.loads(pickle.dumps(search.best_estimator_))
assert (again.predict(x) == search.predict(x)).all()
assert np.allclose(again.predict_proba(x).sum(1), 1, atol=1e-5)
fitted = clone(model).fit(x, y)
assert set(fitted.classes_) == {"yes", "no"}
assert len(fitted.history_["loss"]) == 6
