"""CTC as the OCR example of Keras 2 has it."""

import itertools
import numpy as np
from keras import backend as K
from keras.layers import (
    GRU,
    Activation,
    Conv2D,
    Dense,
    Input,
    Lambda,
    MaxPooling2D,
    Reshape,
    add,
    concatenate,
)
from keras.models import Model
from keras.optimizers import SGD


def ctc(args):
    y_pred, labels, input_length, label_length = args
    y_pred = y_pred[:, 2:, :]
    return K.ctc_batch_cost(labels, y_pred, input_length, label_length)


inp = Input(name="the_input", shape=(16, 8, 1), dtype="float32")
x = Conv2D(
    4, (3, 3), padding="same", activation="relu", kernel_initializer="he_normal", name="conv1"
)(inp)
x = MaxPooling2D(pool_size=(2, 2), name="max1")(x)
x = Reshape(target_shape=(8, 16), name="reshape")(x)
x = Dense(8, activation="relu")(x)
f = GRU(6, return_sequences=True, kernel_initializer="he_normal")(x)
b = GRU(6, return_sequences=True, go_backwards=True, kernel_initializer="he_normal")(x)
x = Dense(5, kernel_initializer="he_normal")(concatenate([add([f, b]), f]))
y_pred = Activation("softmax", name="softmax")(x)
labels = Input(name="the_labels", shape=[3], dtype="float32")
il = Input(name="input_length", shape=[1], dtype="int64")
ll = Input(name="label_length", shape=[1], dtype="int64")
loss = Lambda(ctc, output_shape=(1,), name="ctc")([y_pred, labels, il, ll])
m = Model(inputs=[inp, labels, il, ll], outputs=loss)
m.compile(
    loss={"ctc": lambda y_true, y_pred: y_pred},
    optimizer=SGD(lr=0.02, decay=1e-6, momentum=0.9, nesterov=True, clipnorm=5),
)
test_func = K.function([inp], [y_pred])
X = np.random.rand(4, 16, 8, 1)


def gen():
    while True:
        yield (
            {
                "the_input": X,
                "the_labels": np.array([[0, 1, 2]] * 4),
                "input_length": np.full((4, 1), 6),
                "label_length": np.full((4, 1), 3),
                "source_str": np.zeros(4),
            },
            {"ctc": np.zeros([4])},
        )


h = m.fit_generator(
    generator=gen(),
    steps_per_epoch=2,
    epochs=2,
    validation_data=gen(),
    validation_steps=1,
    verbose=0,
    initial_epoch=0,
)
assert h.history["loss"][1] < h.history["loss"][0]
out = test_func([X])[0]
ret = [
    "".join("abcd "[c] for c in [k for k, _ in itertools.groupby(np.argmax(o[2:], 1))] if c < 4)
    for o in out
]
assert len(ret) == 4
dec = K.get_value(K.ctc_decode(out, input_length=np.ones(4) * 8, greedy=True)[0][0])
assert dec.shape[0] == 4
