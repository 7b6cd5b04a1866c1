"""Boston housing: 506 house prices of 1978 (Harrison, Rubinfeld), kept for old programs.

One of its columns was made from the share of Black residents; for new work there is
`california_housing`.
"""

from tahr.core.tracebacks import ends_at_user
from tahr.datasets.reading import Split, fetched, read_npz, shuffled_split


@ends_at_user
def load_data(
    path: str = "boston_housing.npz", test_split: float = 0.2, seed: int = 113
) -> tuple[Split, Split]:
    """Loads the prices.

    Args:
        path: the file, in `KERAS_HOME/datasets` unless absolute.
        test_split: the fraction to test with.
        seed: where the shuffling starts.

    Returns:
        ((x_train, y_train), (x_test, y_test)): float64 features (n, 13) and prices (n,) in
        1,000 dollars.

    Raises:
        DataError: the file cannot be fetched or read.
    """
    x, y = read_npz(fetched("boston_housing.npz", path), ("x", "y"))
    return shuffled_split(x, y, test_split, seed)
