"""Words of the configuration: names of settings, their values, and names of engines."""

SETTINGS = {
    "names": {"image_dim_ordering": "image_data_format", "backend": "engine"},
    "values": {"th": "channels_first", "tf": "channels_last"},
    "files": {
        "imdb.pkl": "imdb.npz",
        "imdb_full.pkl": "imdb.npz",
        "imdb_word_index.pkl": "imdb_word_index.json",
        "mnist.pkl.gz": "mnist.npz",
        "reuters.pkl": "reuters.npz",
        "reuters_word_index.pkl": "reuters_word_index.json",
    },
    "engines": {"theano": "pytensor", "pytorch": "torch", "tf": "tensorflow"},
}
"""By kind, what a word is called today.

Engines are also known by the backends that they carry on, and by other names of their frameworks.
"""
