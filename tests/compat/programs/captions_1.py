"""Branches of pictures and words, merged and fed by a generator (Keras 1)."""

import numpy as np
from keras.models import Sequential
from keras.layers import (
    Dense,
    LSTM,
    Embedding,
    TimeDistributed,
    RepeatVector,
    Merge,
    Activation,
    GRU,
    Bidirectional,
)
from keras.layers.core import TimeDistributedDense
from keras.optimizers import RMSprop

vocab, maxlen = 30, 6
image_model = Sequential([Dense(8, input_dim=20, activation="relu"), RepeatVector(maxlen)])
caption_model = Sequential(
    [
        Embedding(vocab, 10, input_length=maxlen),
        LSTM(8, return_sequences=True),
        TimeDistributed(Dense(8)),
    ]
)
final_model = Sequential(
    [
        Merge([image_model, caption_model], mode="concat", concat_axis=1),
        Bidirectional(LSTM(8, return_sequences=False)),
        Dense(vocab),
        Activation("softmax"),
    ]
)
final_model.compile(loss="categorical_crossentropy", optimizer=RMSprop(), metrics=["accuracy"])


def gen():
    while 1:
        yield [
            [np.random.rand(8, 20), np.random.randint(0, vocab, (8, maxlen))],
            np.eye(vocab)[np.random.randint(0, vocab, 8)],
        ]


final_model.fit_generator(gen(), samples_per_epoch=24, nb_epoch=2, verbose=0)
final_model.save_weights("time_inceptionV3.h5", overwrite=True)
final_model.load_weights("time_inceptionV3.h5")
p = final_model.predict([np.array([np.random.rand(20)]), np.zeros((1, maxlen))])
print(p.shape)
m = Sequential()
m.add(Embedding(vocab, 8, input_length=maxlen))
m.add(GRU(8, return_sequences=True))
m.add(TimeDistributedDense(4))
m.add(Activation("softmax"))
m.compile("adam", "categorical_crossentropy")
m.fit(
    np.random.randint(0, vocab, (16, maxlen)),
    np.eye(4)[np.random.randint(0, 4, (16, maxlen))],
    nb_epoch=1,
    verbose=0,
)
