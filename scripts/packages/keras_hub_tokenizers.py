"""Tokenizers of words in pieces, of bytes and of pairs of bytes, and a start packer."""

import keras_hub
import numpy as np

words = ["[UNK]", "[PAD]", "the", "qu", "##ick", "fox", "[CLS]", "[SEP]", "[MASK]"]
pieces = keras_hub.tokenizers.WordPieceTokenizer(
    vocabulary=words, lowercase=True, sequence_length=6
)
found = np.asarray(pieces(["The quick fox"]))[0]
assert found[:4].tolist() == [2, 3, 4, 5]
bytes_ = keras_hub.tokenizers.ByteTokenizer(sequence_length=5)
assert np.asarray(bytes_("hi")).tolist() == [104, 105, 0, 0, 0]
code = keras_hub.tokenizers.UnicodeCodepointTokenizer(sequence_length=3)
assert np.asarray(code("hi")).tolist() == [104, 105, 0]
pairs = keras_hub.tokenizers.BytePairTokenizer(
    vocabulary={"b": 0, "u": 1, "t": 2, "bu": 3, "but": 4}, merges=["b u", "bu t"]
)
assert np.asarray(pairs("but")).tolist() == [4]
assert pairs.detokenize(np.array([4])) in ("but", b"but")
packed = keras_hub.layers.StartEndPacker(5, start_value=6, end_value=7)(np.array([1, 2]))
assert np.asarray(packed).tolist() == [6, 1, 2, 7, 0]
