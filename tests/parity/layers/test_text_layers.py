"""Layers on text and categories give what Keras's give, and say the same of themselves."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest

from tahr import layers
from tahr.core import current, fingerprints

pytestmark = pytest.mark.filterwarnings("ignore:[^$]*dtype int64:UserWarning")

TEXTS = [
    "The Red-fox, jumps!  'tis <br/> ok_no",
    "hello\tworld\n b\u00a0c ÄÖ Straße İ",
    "a",
    "A a b",
]
WORDS = [["b", "a"], ["c", "a"], ["", "é"], ["z", "B"]]
NUMBERS = np.array([[5, 6], [5, 7], [7, 7], [0, -1]])


def text(**options):
    return lambda L: L.TextVectorization(**options)


def string(**options):
    return lambda L: L.StringLookup(**options)


def integer(**options):
    return lambda L: L.IntegerLookup(**options)


LEARNED = {
    **{f"text, standardize {s}": (text(standardize=s), TEXTS)
       for s in ("lower_and_strip_punctuation", "lower", "strip_punctuation", None)},
    "text, characters": (text(split="character"), TEXTS),
    "text, not split": (text(split=None), TEXTS),
    "text, ngrams": (text(ngrams=2), TEXTS),
    "text, some ngrams": (text(ngrams=(1, 3), standardize=None), TEXTS),
    "text, length": (text(output_sequence_length=3, max_tokens=6), TEXTS),
    **{f"text, {m}": (text(output_mode=m), TEXTS) for m in ("multi_hot", "count", "tf_idf")},
    "text, tf_idf padded": (
        text(output_mode="tf_idf", max_tokens=30, pad_to_max_tokens=True), TEXTS),
    "text, all of ASCII": (text(), ["".join(map(chr, range(32, 127))) + " x\x0by\x0cz\x1cw\rt"]),
    "strings": (string(), WORDS),
    "strings, masked": (string(mask_token="", num_oov_indices=3), WORDS),
    "strings, few": (string(max_tokens=3), WORDS),
    **{f"strings, {m}": (string(output_mode=m, mask_token=""), WORDS)
       for m in ("one_hot", "multi_hot", "count", "tf_idf")},
    "strings, tf_idf padded": (
        string(output_mode="tf_idf", max_tokens=20, pad_to_max_tokens=True), WORDS),
    "integers": (integer(max_tokens=4), NUMBERS),
    "integers, masked": (integer(mask_token=0, num_oov_indices=3), NUMBERS),
    "integers, hashed": (integer(num_oov_indices=3, oov_method="farmhash"), NUMBERS),
    "integers, salted": (integer(num_oov_indices=3, oov_method="farmhash", salt=4), NUMBERS),
    **{f"integers, {m}": (integer(output_mode=m), NUMBERS)
       for m in ("one_hot", "multi_hot", "count", "tf_idf")},
    **{f"bins, epsilon {e}": (
        lambda L, e=e: L.Discretization(num_bins=4, epsilon=e),
        np.random.RandomState(0).normal(size=(500,))) for e in (0.1, 0.01, 0.001)},
}  # fmt: skip
"""Layers that learn: how each is made, and from what."""

UNKNOWN = {
    "text": ["a the fox", "what? hello", ""],
    "stri": [["a", "q"], ["", "yes"], ["z", "[UNK]"]],
    "inte": np.array([[5, 8], [0, -7], [7, 12]]),
    "bins": np.array([[0.1, -9.0], [0.7, 9.0]], "float32"),
}
"""What they are called on, by the first letters of their names."""

GIVEN = {
    "strings with special ones": (
        string(vocabulary=["", "[UNK]", "a", "b"], mask_token=""), [["a", "", "q"]]),
    "strings with weights": (
        string(vocabulary=["a", "b"], idf_weights=[1.0, 3.0], output_mode="tf_idf"), [["a", "q"]]),
    "strings, salted": (string(vocabulary=["a"], num_oov_indices=5, salt=[1, 2]), ["q", "w", "e"]),
    "integers inverted": (integer(vocabulary=[12, 36], invert=True), [[0, 1, 2, 9]]),
    "integers as text": (integer(vocabulary=["12", "36"]), [[36, 5]]),
    "text of a list": (text(vocabulary=["a", "b"]), ["a b q", ""]),
    "hash": (lambda L: L.Hashing(1000), [["omar", "wire"], ["", "x" * 100]]),
    "hash of numbers": (lambda L: L.Hashing(1000), np.array([[1], [-3], [2**40]])),
    "hash, masked": (lambda L: L.Hashing(3, mask_value=""), ["omar", "", "wire"]),
    "hash, salted": (lambda L: L.Hashing(1000, salt=133), ["omar", "wire"]),
    "hash, two salts": (lambda L: L.Hashing(1000, salt=[133, 137]), ["omar", "wire"]),
    **{f"hash, {m}": (lambda L, m=m: L.Hashing(4, output_mode=m), [["a", "b"], ["a", "a"]])
       for m in ("one_hot", "multi_hot", "count")},
    "crossing": (lambda L: L.HashedCrossing(10), (["A", "B", "A"], [101, 101, 102])),
    "crossing of three": (lambda L: L.HashedCrossing(10), (["A"], ["B"], ["C"])),
    "crossing, one_hot": (
        lambda L: L.HashedCrossing(5, output_mode="one_hot"), (["A", "B"], [101, -7])),
    **{f"encoding, {m}, {np.shape(x)}": (
        lambda L, m=m: L.CategoryEncoding(4, output_mode=m), np.array(x))
       for m in ("one_hot", "multi_hot", "count")
       for x in ([3, 2, 0, 1], [[0, 1], [0, 0], [1, 2], [3, 1]], [[3], [2]])},
    **{f"bins, {m}": (lambda L, m=m: L.Discretization([0.0, 1.0, 2.0], output_mode=m),
                      np.array([[-1.5, 1.0, 3.4, 0.5], [0.0, 3.0, 1.3, np.inf]], "float32"))
       for m in ("int", "one_hot", "multi_hot", "count")},
}  # fmt: skip
"""Layers that are given all they know: how each is made, and what they are called on."""


def host(value):
    found = current.to_numpy(value) if not hasattr(value, "numpy") else value.numpy()
    decoded = [v.decode() if isinstance(v, bytes) else v for v in found.reshape(-1).tolist()]
    return np.array(decoded).reshape(found.shape)


def as_theirs(inputs):
    """Keras on JAX takes no lists of strings of its own accord in all layers; arrays it does."""
    if isinstance(inputs, tuple):
        return tuple(np.array(part) for part in inputs)
    return np.array(inputs)


def same(ours, theirs, inputs):
    got, want = host(ours(inputs)), host(theirs(as_theirs(inputs)))
    assert got.shape == want.shape
    if got.dtype.kind == "U":
        np.testing.assert_array_equal(got, want)
    else:
        np.testing.assert_allclose(got, want, rtol=1e-6)


def config(layer, like):
    known = layer.get_config()
    return {k: known[k] for k in like.get_config() if k not in ("name", "dtype")}


@pytest.mark.parametrize("name", LEARNED)
def test_what_is_learned(name):
    make, data = LEARNED[name]
    ours, theirs = make(layers), make(keras.layers)
    ours.adapt(data)
    theirs.adapt(data if isinstance(data, np.ndarray) else np.array(data))
    same(ours, theirs, UNKNOWN[name[:4]])
    if hasattr(ours, "get_vocabulary"):
        assert [str(t) for t in ours.get_vocabulary()] == [str(t) for t in theirs.get_vocabulary()]
        assert ours.get_vocabulary(False) == list(map(type(ours.get_vocabulary(False)[0]),
                                                      theirs.get_vocabulary(False)))  # fmt: skip
        assert ours.vocabulary_size() == theirs.vocabulary_size()
        assert config(ours, theirs) == config(theirs, theirs)
    else:
        np.testing.assert_allclose(ours.bin_boundaries, theirs.bin_boundaries, rtol=1e-5)


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_given(name):
    make, inputs = GIVEN[name]
    ours, theirs = make(layers), make(keras.layers)
    same(ours, theirs, inputs)
    assert config(ours, theirs) == config(theirs, theirs)
    again = type(ours).from_config(ours.get_config())
    same(again, theirs, inputs)


def test_fingerprints_are_those_of_tensorflow():
    import tensorflow as tf

    random = np.random.default_rng(0)
    data = [random.bytes(n) for n in [*range(140), 191, 192, 193, 1000]]
    bins = 2**63 - 25
    want = tf.strings.to_hash_bucket_fast(data, bins).numpy().tolist()
    assert [fingerprints.fingerprint(d) % bins for d in data] == want
    for key in ([133, 137], [0, 2**62]):
        want = tf.strings.to_hash_bucket_strong(data, bins, key=key).numpy().tolist()
        assert [fingerprints.siphash(d, key) % bins for d in data] == want
