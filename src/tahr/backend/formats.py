"""Where the channels of pictures are, in the words of any Keras."""

from tahr.core.config import data_format
from tahr.core.old_words import setting


def place_of(value: str | None) -> str:
    """Returns a checked data format, the configured one for None.

    Args:
        value: "channels_last" or "channels_first", or a word of Keras 1.

    Raises:
        ArgumentError: it is none of these.

    Example:
        >>> place_of("th"), place_of("default"), place_of(None)
        ('channels_first', 'channels_last', 'channels_last')
    """
    return data_format(None if value in (None, "default") else setting("values", value))
