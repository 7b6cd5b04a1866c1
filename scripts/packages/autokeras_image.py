"""A search over classifiers of images."""

import autokeras as ak
import numpy as np

rng = np.random.default_rng(0)
x, y = rng.integers(0, 255, (40, 16, 16, 1)).astype("uint8"), rng.integers(0, 3, 40)
found = ak.ImageClassifier(max_trials=1, overwrite=True, directory="images", seed=1)
found.fit(x, y, epochs=1, verbose=0)
assert found.predict(x, verbose=0).shape[0] == 40
