"""Models from what Keras 1 and 2 wrote of them."""

from typing import Any

from tahr.core.deserialization import deserialize


def model_from_config(config: dict[str, Any], custom_objects: Any = None) -> Any:
    """Makes a model from its configuration.

    Args:
        config: a dict of `class_name` and `config`.
        custom_objects: classes and functions by the names the configuration gives them.

    Example:
        >>> from tahr import Sequential, layers
        >>> config = Sequential([layers.Input((3,)), layers.Dense(2)]).get_config()
        >>> model_from_config({"class_name": "Sequential", "config": config}).output.shape
        (None, 2)
    """
    return deserialize(config, custom_objects)
