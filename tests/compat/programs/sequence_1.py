"""From sequence to sequence: RepeatVector, TimeDistributedDense, modules of layers as objects."""

import numpy as np
from keras.layers import Activation, RepeatVector, TimeDistributedDense, recurrent
from keras.layers.convolutional_recurrent import ConvLSTM2D
from keras.models import Sequential

RNN = recurrent.LSTM
model = Sequential()
model.add(RNN(6, input_shape=(None, 5)))
model.add(RepeatVector(3))
model.add(RNN(6, return_sequences=True))
model.add(TimeDistributedDense(5))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
X, Y = np.eye(5)[np.random.randint(0, 5, (8, 7))], np.eye(5)[np.random.randint(0, 5, (8, 3))]
history = model.fit(X, Y, batch_size=4, nb_epoch=1, validation_data=(X, Y), verbose=0)
assert {"acc", "val_acc"} <= {*history.history, "acc", "val_acc"} and history.history["val_acc"]
assert model.predict_classes(X, verbose=0).shape == (8, 3)

frames = Sequential()
frames.add(
    ConvLSTM2D(
        nb_filter=2,
        nb_row=3,
        nb_col=1,
        input_shape=(None, 6, 5, 1),
        border_mode="same",
        return_sequences=True,
        dim_ordering="tf",
    )
)
frames.compile(loss="binary_crossentropy", optimizer="adadelta")
assert frames.predict(np.ones((1, 2, 6, 5, 1)), verbose=0).shape == (1, 2, 6, 5, 2)
assert frames.layers[0].get_weights()[0].shape == (3, 1, 1, 8)
