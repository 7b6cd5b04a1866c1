"""Branches merged inside of branches, of which two begin alike (Keras 1)."""

import numpy as np
from keras.models import Sequential
from keras.layers.embeddings import Embedding
from keras.layers import Activation, Dense, Merge, Permute, Dropout, LSTM

vocab, story, query = 20, 6, 4
enc_m = Sequential()
enc_m.add(Embedding(input_dim=vocab, output_dim=8, input_length=story))
enc_m.add(Dropout(0.3))
enc_q = Sequential()
enc_q.add(Embedding(input_dim=vocab, output_dim=8, input_length=query))
enc_q.add(Dropout(0.3))
match = Sequential()
match.add(Merge([enc_m, enc_q], mode="dot", dot_axes=[2, 2]))
match.add(Activation("softmax"))
enc_c = Sequential()
enc_c.add(Embedding(input_dim=vocab, output_dim=query, input_length=story))
enc_c.add(Dropout(0.3))
response = Sequential()
response.add(Merge([match, enc_c], mode="sum"))
response.add(Permute((2, 1)))
answer = Sequential()
answer.add(Merge([response, enc_q], mode="concat", concat_axis=-1))
answer.add(LSTM(8))
answer.add(Dropout(0.3))
answer.add(Dense(vocab))
answer.add(Activation("softmax"))
answer.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
s = np.random.randint(0, vocab, (32, story))
q = np.random.randint(0, vocab, (32, query))
a = np.eye(vocab)[np.random.randint(0, vocab, 32)]
answer.fit([s, q, s], a, batch_size=16, nb_epoch=2, verbose=0, validation_data=([s, q, s], a))
left = Sequential()
left.add(Dense(3, input_dim=4))
right = Sequential()
right.add(Dense(3, input_dim=5))
merged = Sequential()
merged.add(Merge([left, right], mode="concat"))
third = Sequential()
third.add(Dense(6, input_dim=2))
final = Sequential()
final.add(Merge([merged, third], mode="sum"))
final.add(Dense(1))
final.compile("sgd", "mse")
final.fit(
    [np.ones((8, 4)), np.ones((8, 5)), np.ones((8, 2))], np.ones((8, 1)), nb_epoch=1, verbose=0
)
assert len(final.inputs) == 3
both = Sequential([Merge([left, right], mode="concat"), Dense(2)])
final.summary()
