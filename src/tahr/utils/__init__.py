"""Small helpers: the names of `keras.utils`."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.config import (
    disable_interactive_logging,
    enable_interactive_logging,
    is_interactive_logging_enabled,
)
from tahr.core.deserialization import deserialize as deserialize_keras_object
from tahr.core.dtypes import standardize as standardize_dtype
from tahr.core.registry import (
    custom_object_scope,
    custom_objects as get_custom_objects,
    register_serializable as register_keras_serializable,
    registered_name as get_registered_name,
)
from tahr.core.seeds import set_random_seed
from tahr.core.serialization import serialize as serialize_keras_object
from tahr.models.feature_space import FeatureSpace
from tahr.models.picture import model_to_dot, plot_model
from tahr.preprocessing.image import array_to_img, img_to_array, load_img, save_img
from tahr.preprocessing.pictures import image_dataset_from_directory
from tahr.preprocessing.sequence import pad_sequences
from tahr.preprocessing.sounds import audio_dataset_from_directory
from tahr.preprocessing.texts import text_dataset_from_directory
from tahr.preprocessing.timeseries import timeseries_dataset_from_array
from tahr.training.data.adapters import register_data_adapter
from tahr.training.data.buckets import BucketedSequences
from tahr.training.data.dataset import PyDataset, Sequence
from tahr.training.data.pipeline import Dataset
from tahr.training.data.unpack import pack_x_y_sample_weight, unpack_x_y_sample_weight
from tahr.utils import bounding_boxes as bounding_boxes, legacy as legacy
from tahr.utils.categories import normalize, to_categorical
from tahr.utils.config_values import Config
from tahr.utils.get_file import get_file
from tahr.utils.progbar import Progbar
from tahr.utils.registered import get_registered_object
from tahr.utils.session import clear_session
from tahr.utils.split_dataset import split_dataset
from tahr.utils.symbols import get_source_inputs, is_keras_tensor
from tahr.utils.torch_modules import torch_module

CustomObjectScope = custom_object_scope

__all__ = [
    "BucketedSequences", "Config", "CustomObjectScope", "Dataset", "FeatureSpace", "Progbar",
    "PyDataset", "Sequence", "array_to_img", "audio_dataset_from_directory", "bounding_boxes",
    "clear_session", "custom_object_scope", "deserialize_keras_object",
    "disable_interactive_logging", "enable_interactive_logging", "get_custom_objects",
    "get_file", "get_registered_name", "get_registered_object", "get_source_inputs",
    "image_dataset_from_directory", "img_to_array", "is_interactive_logging_enabled",
    "is_keras_tensor", "legacy", "load_img", "model_to_dot", "normalize",
    "pack_x_y_sample_weight", "pad_sequences", "plot_model", "register_data_adapter",
    "register_keras_serializable", "save_img", "serialize_keras_object", "set_random_seed",
    "split_dataset", "standardize_dtype", "text_dataset_from_directory",
    "timeseries_dataset_from_array", "to_categorical",
    "torch_module", "unpack_x_y_sample_weight",
]  # fmt: skip

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
