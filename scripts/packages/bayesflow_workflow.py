"""A workflow: networks trained on what a simulator draws, and samples of the posterior."""

import bayesflow as bf
import numpy as np


def prior():
    return {"theta": np.random.normal(size=2)}


def likelihood(theta):
    return {"x": np.random.normal(theta, 0.3, size=(8, 2))}


simulator = bf.make_simulator([prior, likelihood])
workflow = bf.BasicWorkflow(
    simulator=simulator,
    inference_network=bf.networks.CouplingFlow(depth=2),
    summary_network=bf.networks.DeepSet(depth=1),
    inference_variables=["theta"],
    summary_variables=["x"],
)
history = workflow.fit_online(epochs=3, num_batches_per_epoch=20, batch_size=16, verbose=0)
assert history.history["loss"][-1] < history.history["loss"][0]
test = simulator.sample(4)
samples = workflow.sample(num_samples=10, conditions=test)
assert samples["theta"].shape == (4, 10, 2)
assert np.isfinite(workflow.log_prob(test)).all()
