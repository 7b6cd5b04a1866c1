"""An encoder and a decoder taken out of a model that was read from a file (Keras 2)."""

import numpy as np
from keras.models import Model
from keras.layers import Input, LSTM, Dense

n_enc, n_dec, latent = 7, 9, 8
encoder_inputs = Input(shape=(None, n_enc))
encoder = LSTM(latent, return_state=True)
encoder_outputs, state_h, state_c = encoder(encoder_inputs)
encoder_states = [state_h, state_c]
decoder_inputs = Input(shape=(None, n_dec))
decoder_lstm = LSTM(latent, return_sequences=True, return_state=True)
decoder_outputs, _, _ = decoder_lstm(decoder_inputs, initial_state=encoder_states)
decoder_dense = Dense(n_dec, activation="softmax")
decoder_outputs = decoder_dense(decoder_outputs)
model = Model([encoder_inputs, decoder_inputs], decoder_outputs)
model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
a, b = np.random.rand(32, 5, n_enc), np.random.rand(32, 6, n_dec)
t = np.eye(n_dec)[np.random.randint(0, n_dec, (32, 6))]
model.fit([a, b], t, batch_size=16, epochs=1, validation_split=0.2, verbose=0)
model.save("s2s.h5")
from keras.models import load_model

model = load_model("s2s.h5")
encoder_inputs = model.input[0]
encoder_outputs, state_h_enc, state_c_enc = model.layers[2].output
encoder_model = Model(encoder_inputs, [state_h_enc, state_c_enc])
decoder_inputs = model.input[1]
decoder_state_input_h = Input(shape=(latent,), name="input_3")
decoder_state_input_c = Input(shape=(latent,), name="input_4")
dsi = [decoder_state_input_h, decoder_state_input_c]
decoder_lstm = model.layers[3]
o, h, c = decoder_lstm(decoder_inputs, initial_state=dsi)
o = model.layers[4](o)
decoder_model = Model([decoder_inputs] + dsi, [o] + [h, c])
states_value = encoder_model.predict(a[:1])
target_seq = np.zeros((1, 1, n_dec))
target_seq[0, 0, 0] = 1.0
out = []
while len(out) < 4:
    tok, h, c = decoder_model.predict([target_seq] + states_value)
    i = np.argmax(tok[0, -1, :])
    out.append(i)
    target_seq = np.zeros((1, 1, n_dec))
    target_seq[0, 0, i] = 1.0
    states_value = [h, c]
print(out)
