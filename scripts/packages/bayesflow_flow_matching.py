"""Flow matching trained on a stored table of simulations; the approximator saved and loaded."""

import bayesflow as bf
import keras
import numpy as np

rng = np.random.default_rng(0)
theta = rng.normal(size=(128, 2)).astype("float32")
data = {"theta": theta, "x": (theta + 0.1 * rng.normal(size=(128, 2))).astype("float32")}
workflow = bf.BasicWorkflow(
    inference_network=bf.networks.FlowMatching(),
    inference_variables=["theta"],
    inference_conditions=["x"],
)
history = workflow.fit_offline(data, epochs=2, batch_size=32, verbose=0)
assert np.isfinite(history.history["loss"]).all()
assert workflow.sample(num_samples=3, conditions={"x": data["x"][:2]})["theta"].shape == (2, 3, 2)
workflow.approximator.save("flow.keras")
keras.saving.load_model("flow.keras")
