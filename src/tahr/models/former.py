"""Models from what Keras 1 and 2 wrote of them."""

import json
from typing import Any

from tahr.core.deserialization import deserialize
from tahr.core.errors import SavingError
from tahr.core.extras import installed_spec
from tahr.models.configuration import model_from_json


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


def model_from_yaml(yaml_string: str, custom_objects: Any = None) -> Any:
    """Makes a model from what `to_yaml` wrote.

    Args:
        yaml_string: the text. `to_yaml` writes JSON, which is YAML; other YAML asks for PyYAML.
        custom_objects: classes and functions by the names the configuration gives them.

    Raises:
        SavingError: it is other YAML, and PyYAML is not installed.
    """
    return model_from_json(_as_json(yaml_string), custom_objects)


def _as_json(text: str) -> str:
    if text.lstrip().startswith("{"):
        return text
    if installed_spec("yaml") is None:
        raise SavingError(
            "this is YAML that is no JSON", todo="pip install pyyaml, which reads all of YAML"
        )
    import yaml

    return json.dumps(yaml.safe_load(text))
