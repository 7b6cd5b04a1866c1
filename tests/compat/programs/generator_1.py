"""Training on generators, counted in samples as in Keras 1 and in batches as in Keras 2."""

import numpy as np
from keras.layers import Dense
from keras.models import Sequential

seen = []


def batches(name):
    while True:
        seen.append(name)
        yield np.ones((4, 2)), np.ones((4, 1))


model = Sequential([Dense(1, input_dim=2)])
model.compile("sgd", "mse")
model.fit_generator(
    batches("train"),
    samples_per_epoch=16,
    nb_epoch=2,
    verbose=0,
    validation_data=batches("val"),
    nb_val_samples=8,
    max_q_size=1,
    nb_worker=1,
)
history = model.fit_generator(
    batches("two"),
    steps_per_epoch=3,
    epochs=2,
    verbose=0,
    max_queue_size=2,
    workers=1,
    use_multiprocessing=False,
)
assert 8 <= seen.count("train") <= 10 and 6 <= seen.count("two") <= 9
assert seen.count("val") >= 2
assert len(history.history["loss"]) == 2
assert model.predict_generator((np.ones((4, 2)) for _ in range(9)), val_samples=8).shape == (8, 1)
one = model.evaluate_generator(batches("test"), val_samples=8)
assert abs(one - model.evaluate_generator(batches("test"), steps=2)) < 1e-6
