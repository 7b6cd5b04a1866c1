"""California housing: house prices by district in the census of 1990 (Pace, Barry 1997)."""

from tahr.core.errors import ArgumentError
from tahr.core.tracebacks import ends_at_user
from tahr.datasets.reading import Split, fetched, read_npz, shuffled_split

SIZES = {"small": 600, "large": None}


@ends_at_user
def load_data(
    version: str = "large",
    path: str = "california_housing.npz",
    test_split: float = 0.2,
    seed: int = 113,
) -> tuple[Split, Split]:
    """Loads the prices.

    Args:
        version: "large" for all 20,640 districts, "small" for 600.
        path: the file, in `KERAS_HOME/datasets` unless absolute.
        test_split: the fraction to test with.
        seed: where the shuffling starts.

    Returns:
        ((x_train, y_train), (x_test, y_test)): float32 features (n, 8) and prices (n,) in
        dollars.

    Raises:
        ArgumentError: there is no such version.
        DataError: the file cannot be fetched or read.
    """
    if version not in SIZES:
        raise ArgumentError(
            f"version cannot be {version!r}", expected=" or ".join(map(repr, SIZES))
        )
    x, y = read_npz(fetched("california_housing.npz", path), ("x", "y"))
    size = SIZES[version]
    return shuffled_split(x[:size], y[:size], test_split, seed)
