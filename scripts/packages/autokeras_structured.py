"""A search over regressions on a table."""

import autokeras as ak
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(60, 4)).astype("float32")
found = ak.StructuredDataRegressor(max_trials=1, overwrite=True, directory="tables", seed=1)
found.fit(x, x.sum(1), epochs=2, verbose=0)
assert found.predict(x, verbose=0).shape[0] == 60
