"""Reuters: 11,228 news items of 1987 as word numbers, on 46 topics (Lewis 1997)."""

import numpy as np

from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracebacks import ends_at_user
from tahr.datasets.ragged import objects, read_lists
from tahr.datasets.reading import Split, fetched, read_word_index
from tahr.datasets.texts import Words

TOPICS = (
    "cocoa", "grain", "veg-oil", "earn", "acq", "wheat", "copper", "housing", "money-supply",
    "coffee", "sugar", "trade", "reserves", "ship", "cotton", "carcass", "crude", "nat-gas",
    "cpi", "money-fx", "interest", "gnp", "meal-feed", "alum", "oilseed", "gold", "tin",
    "strategic-metal", "livestock", "retail", "ipi", "iron-steel", "rubber", "heat", "jobs",
    "lei", "bop", "zinc", "orange", "pet-chem", "dlr", "gas", "silver", "wpi", "hog", "lead",
)  # fmt: skip


@accepts_old_spellings
def load_data(
    path: str = "reuters.npz",
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    test_split: float = 0.2,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int = 3,
) -> tuple[Split, Split]:
    """Loads the news items.

    Args:
        path: the file, in `KERAS_HOME/datasets` unless absolute.
        num_words: how many of the most frequent words are kept; all by default.
        skip_top: how many of the very most frequent are left out.
        maxlen: items of this length and more are left out.
        test_split: the fraction to test with.
        seed: where the shuffling starts.
        start_char: the number put at the start of each.
        oov_char: the number in place of a word that is left out; None drops it.
        index_from: added to the number of every word.

    Returns:
        ((x_train, y_train), (x_test, y_test)): lists of word numbers, (n,), and topics, (n,).

    Raises:
        DataError: the file cannot be fetched or read.
        ArgumentError: no item is shorter than `maxlen`.
    """
    words = Words(num_words, skip_top, maxlen, start_char, oov_char, index_from)
    x, y = read_lists(fetched("reuters.npz", path), ("x", "y"))
    order = np.arange(len(x))
    np.random.RandomState(seed).shuffle(order)
    texts, labels = words.short(words.begun(x[order]), y[order])
    texts = words.frequent(texts)
    end = int(len(texts) * (1 - test_split))
    return (objects(texts[:end]), labels[:end]), (objects(texts[end:]), labels[end:])


@ends_at_user
def get_word_index(path: str = "reuters_word_index.json") -> dict[str, int]:
    """Loads the number of each word, without `index_from`.

    Raises:
        DataError: the file cannot be fetched or read.
    """
    return read_word_index(fetched("reuters_word_index.json", path))


@ends_at_user
def get_label_names() -> tuple[str, ...]:
    """Returns the topics in the order of their numbers.

    Example:
        >>> get_label_names()[3]
        'earn'
    """
    return TOPICS
