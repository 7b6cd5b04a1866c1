"""What the text data sets share: reviews and articles as lists of word numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tahr.core.errors import ArgumentError


@dataclass(frozen=True)
class Words:
    """How word numbers are given.

    Attributes:
        num_words: how many of the most frequent words are kept; all where None.
        skip_top: how many of the very most frequent are left out.
        maxlen: longer texts are left out; None for no limit.
        start_char: the number put at the start; none where None.
        oov_char: the number in place of a word that is left out; None drops it.
        index_from: added to the number of every word.
    """

    num_words: int | None
    skip_top: int
    maxlen: int | None
    start_char: int | None
    oov_char: int | None
    index_from: int

    def begun(self, texts: Iterable[Sequence[int]]) -> list[list[int]]:
        """Returns texts with their numbers moved up and the start in front."""
        head = [] if self.start_char is None else [self.start_char]
        return [head + [word + self.index_from for word in text] for text in texts]

    def short(
        self, texts: list[list[int]], labels: np.ndarray
    ) -> tuple[list[list[int]], np.ndarray]:
        """Returns the texts that are short enough, with their labels.

        Raises:
            ArgumentError: none is.
        """
        if not self.maxlen:
            return texts, labels
        kept = [index for index, text in enumerate(texts) if len(text) < self.maxlen]
        if not kept:
            raise ArgumentError("no text is that short", where="maxlen", got=self.maxlen)
        return [texts[index] for index in kept], labels[kept]

    def frequent(self, texts: list[list[int]]) -> list[list[int]]:
        """Returns texts with the words left out that are too rare or too frequent."""
        end = self.num_words or max(max(text, default=0) for text in texts)
        found = range(self.skip_top, end)
        if self.oov_char is None:
            return [[word for word in text if word in found] for text in texts]
        return [[word if word in found else self.oov_char for word in text] for text in texts]
