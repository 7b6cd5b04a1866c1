"""IMDB: 50,000 film reviews as word numbers, good or bad (Maas et al. 2011)."""

import numpy as np

from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracebacks import ends_at_user
from tahr.datasets.ragged import objects, read_lists
from tahr.datasets.reading import Split, fetched, read_word_index
from tahr.datasets.texts import Words


@accepts_old_spellings
def load_data(
    path: str = "imdb.npz",
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int = 3,
) -> tuple[Split, Split]:
    """Loads the reviews.

    Args:
        path: the file, in `KERAS_HOME/datasets` unless absolute.
        num_words: how many of the most frequent words are kept; all by default.
        skip_top: how many of the very most frequent are left out.
        maxlen: reviews of this length and more are left out.
        seed: where the shuffling starts.
        start_char: the number put at the start of each.
        oov_char: the number in place of a word that is left out; None drops it.
        index_from: added to the number of every word.

    Returns:
        ((x_train, y_train), (x_test, y_test)): lists of word numbers, (25000,), and labels,
        (25000,), 1 for good ones; as many to test with.

    Raises:
        DataError: the file cannot be fetched or read.
        ArgumentError: no review is shorter than `maxlen`.
    """
    words = Words(num_words, skip_top, maxlen, start_char, oov_char, index_from)
    names = ("x_train", "y_train", "x_test", "y_test")
    x_train, y_train, x_test, y_test = read_lists(fetched("imdb.npz", path), names)
    random = np.random.RandomState(seed)
    parts = []
    for x, y in ((x_train, y_train), (x_test, y_test)):
        order = np.arange(len(x))
        random.shuffle(order)
        parts.append(words.short(words.begun(x[order]), y[order]))
    (train, y_train), (test, y_test) = parts
    texts = words.frequent(train + test)
    end = len(train)
    return (objects(texts[:end]), y_train), (objects(texts[end:]), y_test)


@ends_at_user
def get_word_index(path: str = "imdb_word_index.json") -> dict[str, int]:
    """Loads the number of each word, without `index_from`.

    Raises:
        DataError: the file cannot be fetched or read.
    """
    return read_word_index(fetched("imdb_word_index.json", path))
