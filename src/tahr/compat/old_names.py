"""Names that public modules had in Keras 1 and 2 and that stand elsewhere today."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

from tahr.compat import backend_names
from tahr.core.notices import old_spelling
from tahr.core.spelling import accepts_old_spellings


class Place(NamedTuple):
    """Where what a name leads to stands: a module, and a name in it or "" for the whole of it.

    And what to write today: "" for the old name itself.
    """

    module: str
    name: str
    today: str = ""


_AUGMENTING = {
    "BatchFromFilesMixin": "keras.utils.PyDataset",
    "DataFrameIterator": "keras.utils.PyDataset",
    "DirectoryIterator": "keras.utils.image_dataset_from_directory",
    "ImageDataGenerator": "keras.utils.image_dataset_from_directory, and layers such as RandomFlip",
    "Iterator": "keras.utils.PyDataset",
    "NumpyArrayIterator": "keras.utils.PyDataset",
    "apply_affine_transform": "keras.ops.image.affine_transform",
    "apply_brightness_shift": "keras.layers.RandomBrightness",
    "apply_channel_shift": "keras.ops.clip(x + shift, low, high)",
    "flip_axis": "numpy.flip",
    "list_pictures": "pathlib.Path(folder).rglob",
    "random_brightness": "keras.layers.RandomBrightness",
    "random_channel_shift": "keras.layers.RandomColorJitter",
    "random_rotation": "keras.layers.RandomRotation",
    "random_shear": "keras.layers.RandomShear",
    "random_shift": "keras.layers.RandomTranslation",
    "random_zoom": "keras.layers.RandomZoom",
    "transform_matrix_offset_center": "keras.ops.image.affine_transform",
}
_METRICS = {
    "cosine": "keras.metrics.CosineSimilarity",
    "cosine_proximity": "keras.metrics.CosineSimilarity",
    "cosine_similarity": "keras.metrics.CosineSimilarity",
    "f1score": "keras.metrics.F1Score",
    "fbeta_score": "keras.metrics.FBetaScore",
    "fmeasure": "keras.metrics.F1Score",
    "fscore": "keras.metrics.F1Score",
    "matthews_correlation": "a metric of your own",
    "precision": "keras.metrics.Precision",
    "recall": "keras.metrics.Recall",
}
_SAME_METRICS: dict[str, str] = {
    "cosine": "cosine_similarity", "cosine_proximity": "cosine_similarity",
    "f1score": "fmeasure", "fscore": "fmeasure",
}  # fmt: skip
_UTILS = {
    "convolution_lengths": {
        "conv_input_length": "arithmetic of lengths",
        "conv_output_length": "layer.compute_output_shape",
        "convert_kernel": "numpy.flip",
        "normalize_data_format": "keras.config.image_data_format",
        "normalize_padding": "not needed: layers check their arguments",
        "normalize_tuple": "not needed: layers check their arguments",
    },
    "scores": {
        "accuracy": "keras.metrics.Accuracy",
        "binary_logloss": "keras.losses.BinaryCrossentropy",
        "categorical_probas_to_classes": "probabilities.argmax(axis=-1)",
        "multiclass_logloss": "keras.losses.SparseCategoricalCrossentropy",
        "probas_to_classes": "probabilities.argmax(axis=-1)",
    },
    "old_models": {
        "convert_all_kernels_in_model": "numpy.flip of the kernels",
        "convert_dense_weights_data_format": "numpy.transpose of the kernel",
        "count_params": "model.count_params()",
        "count_total_params": "model.count_params()",
        "layer_from_config": "keras.layers.deserialize",
        "multi_gpu_model": "",
        "print_summary": "model.summary()",
    },
    "old_objects": {
        "get_from_module": "the get of a module: keras.losses.get",
        "has_arg": "inspect.signature",
        "func_dump": "not needed: a model is saved without the code of its functions",
        "func_load": "not needed: a model is saved without the code of its functions",
        "is_all_none": "all(x is None for x in values)",
        "make_tuple": "tuple",
        "object_list_uid": "a list of id(x)",
        "slice_arrays": "array[start:stop]",
        "to_list": "list",
        "unpack_singleton": "values[0]",
    },
    "old_files": {"ask_to_proceed_with_overwrite": "pathlib.Path(path).exists()"},
    "categories": {"to_ordinal": ""},
    "enqueuers": {
        "GeneratorEnqueuer": "keras.utils.PyDataset(workers=...)",
        "OrderedEnqueuer": "keras.utils.PyDataset(workers=...)",
        "SequenceEnqueuer": "keras.utils.PyDataset(workers=...)",
        "validate_file": "keras.utils.get_file(file_hash=...)",
    },
    "hdf5_matrix": {"HDF5Matrix": "keras.utils.PyDataset, or h5py.File(path)[name][:]"},
}
_SEQUENCES = {
    "TimeseriesGenerator": ("windows", "keras.utils.timeseries_dataset_from_array"),
    "make_sampling_table": ("skipgrams", ""),
    "skipgrams": ("skipgrams", ""),
    "timeseries_generator_from_json": ("windows", "keras.utils.timeseries_dataset_from_array"),
}
_TEXTS = {
    "Tokenizer": "keras.layers.TextVectorization",
    "hashing_trick": "keras.layers.Hashing",
    "one_hot": "keras.layers.Hashing",
    "text_to_word_sequence": "keras.layers.TextVectorization",
    "tokenizer_from_json": "keras.layers.TextVectorization",
}

TABLE: dict[str, dict[str, Place]] = {
    "backend": {
        name: Place(module, inside, backend_names.TODAY.get(name, ""))
        for name, (module, inside) in backend_names.PLACES.items()
    },
    "callbacks": {
        "BaseLogger": Place("tahr.training.callbacks.former", "BaseLogger", "not needed"),
        "Progbar": Place("tahr.utils.progbar", "Progbar", "keras.utils.Progbar"),
    },
    "layers": {
        "Recurrent": Place(
            "tahr.layers.former.recurrent", "Recurrent", "keras.layers.RNN with a cell"
        ),
        **dict.fromkeys(
            ("_time_distributed_dense", "time_distributed_dense"),
            Place("tahr.layers.former.recurrent", "time_distributed_dense", "keras.layers.Dense"),
        ),
    },
    "losses": {
        **dict.fromkeys(
            ("Reduction", "ReductionV2"),
            Place("tahr.losses.former", "Reduction", "its value: reduction='none'"),
        ),
        "compute_weighted_loss": Place(
            "tahr.losses.former", "compute_weighted_loss", "keras.ops.mean(losses * weights)"
        ),
        "squeeze_or_expand_dimensions": Place(
            "tahr.losses.former", "squeeze_or_expand_dimensions", "keras.ops.squeeze"
        ),
    },
    "metrics": {
        name: Place("tahr.metrics.former", _SAME_METRICS.get(name, name), today)
        for name, today in _METRICS.items()
    },
    "mixed_precision": {
        "set_policy": Place(
            "tahr.core.policies", "set_dtype_policy", "keras.mixed_precision.set_global_policy"
        ),
    },
    "models": {
        "model_from_config": Place(
            "tahr.models.former", "model_from_config", "keras.Model.from_config"
        ),
        "model_from_yaml": Place(
            "tahr.models.configuration", "model_from_yaml", "keras.models.model_from_json"
        ),
    },
    "optimizers": {
        "optimizer_from_config": Place(
            "tahr.optimizers.finding", "deserialize", "keras.optimizers.deserialize"
        ),
    },
    "preprocessing": {"text": Place("tahr.preprocessing.text", "")},
    "preprocessing.image": {
        name: Place("tahr.preprocessing.augmenting", name, today)
        for name, today in _AUGMENTING.items()
    },
    "preprocessing.sequence": {
        name: Place(f"tahr.preprocessing.{module}", name, today)
        for name, (module, today) in _SEQUENCES.items()
    },
    "preprocessing.text": {
        name: Place("tahr.preprocessing.tokenizing", name, today) for name, today in _TEXTS.items()
    },
    "utils": {
        **{
            name: Place(f"tahr.utils.{module}", name, today)
            for module, names in _UTILS.items()
            for name, today in names.items()
        },
        "plot": Place("tahr.models.picture", "plot_model", "keras.utils.plot_model"),
    },
    "wrappers": {
        name: Place("tahr.wrappers.built", name, today)
        for name, today in {
            "BaseWrapper": "keras.wrappers.SKLearnClassifier",
            "KerasClassifier": "keras.wrappers.SKLearnClassifier, or scikeras",
            "KerasRegressor": "keras.wrappers.SKLearnRegressor, or scikeras",
        }.items()
    },
}
"""By public module and old name, what it leads to."""

_FOUND: dict[tuple[str, str], Any] = {}
_NO_NAMES: Mapping[str, Place] = {}


def find(module: str, name: str, is_named: bool = True) -> Any | None:
    """Returns what an old name of a public module leads to, and says once what to write today.

    Args:
        module: the public module, as "backend".
        name: the old name.
        is_named: whether the program names it, so that it is to be told.

    Returns:
        None where it is no old name of that module.

    Example:
        >>> find("backend", "nonsense")
    """
    place = TABLE.get(module, _NO_NAMES).get(name)
    if place is None:
        return None
    if place.today and is_named:
        old_spelling(f"{module}.{name}", place.today)
    if (module, name) not in _FOUND:
        whole = import_module(place.module)
        found: Any = getattr(whole, place.name) if place.name else whole
        is_function = callable(found) and not isinstance(found, type)
        _FOUND[module, name] = accepts_old_spellings(found) if is_function else found
    return _FOUND[module, name]
