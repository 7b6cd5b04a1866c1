"""Says of sentences about films whether they praise: from raw strings, in one model and one file.

The data is a CSV file with the columns `label` (0 or 1) and `text`, such as the sentence polarity
data of Pang and Lee, 2005; of 1,000 sentences held out it gets about 77 % right. Run it
as `python examples/text.py polarity.csv`.
"""

import csv
import sys
from pathlib import Path

import numpy as np

import tahr
from tahr import layers

tahr.utils.set_random_seed(7)
with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
texts = np.array([row["text"] for row in rows])
labels = np.array([float(row["label"]) for row in rows], "float32")
order = np.random.default_rng(7).permutation(len(texts))
held_out, rest = order[:1000], order[1000:]

words = layers.TextVectorization(max_tokens=10_000, ngrams=2, output_mode="multi_hot")
words.adapt(texts[rest])
model = tahr.Sequential(
    [
        layers.Input((), dtype="string"),
        words,
        layers.Dropout(0.5),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(texts[rest], labels[rest], epochs=3, batch_size=128, verbose=2)

model.save("polarity.keras")
sentences = ["a warm , funny and touching film", "dull , lifeless and far too long"]
for sentence, praise in zip(sentences, model.predict(sentences, verbose=0)[:, 0], strict=True):
    print(f"{praise:.2f}  {sentence}")
figures = model.evaluate(texts[held_out], labels[held_out], verbose=0, return_dict=True)
print(f"accuracy {figures['accuracy']:.3f}")
