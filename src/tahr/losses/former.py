"""Names by which Keras 2 said how losses become one number."""


class Reduction:
    """The words that the argument `reduction` of a loss takes, as `tf.keras` named them.

    Example:
        >>> from tahr.losses import MeanSquaredError
        >>> MeanSquaredError(reduction=Reduction.NONE)([[1.0], [2.0]], [[1.0], [4.0]]).tolist()
        [0.0, 4.0]
    """

    AUTO = SUM_OVER_BATCH_SIZE = "sum_over_batch_size"
    NONE = "none"
    SUM = "sum"

    @classmethod
    def all(cls) -> tuple[str, ...]:
        """Returns the words there are."""
        return (cls.AUTO, cls.NONE, cls.SUM)

    @classmethod
    def validate(cls, key: str) -> None:
        """Raises for a word that is none of them.

        Args:
            key: the word.

        Raises:
            ValueError: it is none of them.
        """
        if key not in cls.all():
            raise ValueError(f"no reduction is called {key!r}: there are {', '.join(cls.all())}")
