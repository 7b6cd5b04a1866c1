"""What Keras 3 has in place of what it gave up, for programs that are rewritten.

How earlier versions called what there still is stands in the tables beside this one, which serve a
running program too. Here is what such a program can do in Tahr as it is, and not in Keras 3.
"""

from tahr.compat.keywords import VALUES

RENAMED = {
    "backend.image_dim_ordering": "backend.image_data_format",
    "backend.set_image_dim_ordering": "backend.set_image_data_format",
    "layers.CuDNNGRU": "layers.GRU",
    "layers.CuDNNLSTM": "layers.LSTM",
    "losses.cosine": "losses.cosine_similarity",
    "losses.cosine_proximity": "losses.cosine_similarity",
    "regularizers.activity_l1": "regularizers.l1",
    "regularizers.activity_l1l2": "regularizers.l1_l2",
    "regularizers.activity_l2": "regularizers.l2",
    "regularizers.l1l2": "regularizers.l1_l2",
    "utils.Sequence": "utils.PyDataset",
    "utils.plot": "utils.plot_model",
}
"""Names that are others today, by their path in Keras, in the module of today."""

MOVED = {
    "optimizers.adadelta_v2": "optimizers",
    "optimizers.adagrad_v2": "optimizers",
    "optimizers.adam_v2": "optimizers",
    "optimizers.gradient_descent_v2": "optimizers",
    "optimizers.legacy": "optimizers",
    "optimizers.rmsprop_v2": "optimizers",
}
"""Modules that there still are in Tahr, and where their names stand in Keras 3."""

OTHERWISE = {
    "initializations": "keras.initializers, whose classes are called with the shape: Zeros()(shape)"
}
"""Modules whose names are others' today, with other arguments, and what to use."""

_REG_NETS = [f"{form}{size}" for form in "XY" for size in (
    "002", "004", "006", "008", "016", "032", "040", "064", "080", "120", "160", "320",
)]  # fmt: skip
_RESNETS_RS = (50, 101, 152, 200, 270, 350, 420)

GONE = {
    "applications.audio_conv_utils": "keras.applications, none of which hears",
    "applications.music_tagger_crnn": "keras.applications, none of which hears",
    "applications.regnet": "keras.applications.efficientnet_v2",
    "applications.resnet_rs": "keras.applications.resnet_v2",
    **{f"applications.RegNet{kind}": "keras.applications.EfficientNetV2B0" for kind in _REG_NETS},
    **{f"applications.ResNetRS{n}": "keras.applications.ResNet50V2" for n in _RESNETS_RS},
    "backend.tf": "import tensorflow as tf",
    "constraints.Clip": "a constraint of your own",
    "constraints.RadialConstraint": "a constraint of your own",
    "constraints.radial_constraint": "a constraint of your own",
    "dtensor": "keras.distribution",
    "estimator": "the model itself, which has fit",
    "estimator.model_to_estimator": "the model itself, which has fit",
    "experimental.LinearModel": "keras.Sequential([keras.layers.Dense(1)])",
    "experimental.SequenceFeatures": "keras.utils.FeatureSpace",
    "experimental.WideDeepModel": "keras.Model, with keras.layers.add of both parts",
    "layers.DenseFeatures": "keras.utils.FeatureSpace",
    "layers.RandomFourierFeatures": "a layer of your own",
    "layers.RandomHeight": "keras.layers.RandomZoom(height_factor, 0.0)",
    "layers.RandomWidth": "keras.layers.RandomZoom(0.0, width_factor)",
    "layers.ChainCRF": "a layer of your own",
    "layers.Graph": "keras.Model, and layers called on tensors",
    "layers.Highway": "keras.layers.Dense twice: gate * h(x) + (1 - gate) * x",
    "layers.LocallyConnected1D": "a layer of your own",
    "layers.LocallyConnected2D": "a layer of your own",
    "layers.MaxoutDense": "keras.layers.Dense, Reshape and a maximum over one axis",
    "layers.Merge": "keras.Model, with keras.layers.concatenate or add on the outputs",
    "layers.ParametricSoftplus": "a layer of your own",
    "layers.Recurrent": "keras.layers.RNN with a cell",
    "layers.SReLU": "a layer of your own",
    "layers.ThresholdedReLU": "keras.layers.Activation, with x * (x > theta)",
    "layers.merge": "keras.layers.add, concatenate, multiply, average, maximum or dot",
    "metrics.MeanRelativeError": "keras.metrics.MeanAbsolutePercentageError",
    "metrics.MeanTensor": "a metric of your own",
    "metrics.PyMetric": "a metric of your own, whose code runs as it is with run_eagerly=True",
    "metrics.fbeta_score": "keras.metrics.FBetaScore",
    "metrics.fmeasure": "keras.metrics.F1Score",
    "metrics.matthews_correlation": "a metric of your own",
    "metrics.precision": "keras.metrics.Precision",
    "metrics.recall": "keras.metrics.Recall",
    "models.Graph": "keras.Model, and layers called on tensors",
    "models.SharpnessAwareMinimization": "a train_step of your own",
    "models.model_from_config": "keras.Model.from_config or keras.Sequential.from_config",
    "optimizers.TFOptimizer": "the optimizer of keras.optimizers that it wraps",
    "optimizers.clip_norm": "clipnorm=, an argument of every optimizer",
    "preprocessing.image.ImageDataGenerator": (
        "keras.utils.image_dataset_from_directory, and layers such as keras.layers.RandomFlip"
    ),
    "preprocessing.image.Iterator": "keras.utils.PyDataset",
    "preprocessing.sequence.TimeseriesGenerator": "keras.utils.timeseries_dataset_from_array",
    "preprocessing.sequence.make_sampling_table": "NumPy",
    "preprocessing.sequence.skipgrams": "NumPy",
    "preprocessing.text.Tokenizer": "keras.layers.TextVectorization",
    "preprocessing.text.hashing_trick": "keras.layers.Hashing",
    "preprocessing.text.one_hot": "keras.layers.Hashing",
    "preprocessing.text.text_to_word_sequence": "text.lower().split()",
    "regularizers.EigenvalueRegularizer": "a regularizer of your own",
    "regularizers.ActivityRegularizer": "keras.layers.ActivityRegularization",
    "regularizers.WeightRegularizer": "keras.regularizers.L1L2",
    "utils.HDF5Matrix": "h5py, in a keras.utils.PyDataset",
    "utils.H5Dict": "h5py",
    "utils.SidecarEvaluator": "model.evaluate, in a process of its own",
    "utils.TimedThread": "threading.Thread",
    "utils.multi_gpu_model": "keras.distribution.DataParallel",
    "utils.probas_to_classes": "y.argmax(axis=-1)",
    "wrappers.KerasClassifier": "keras.wrappers.SKLearnClassifier, or the package scikeras",
    "wrappers.KerasRegressor": "keras.wrappers.SKLearnRegressor, or the package scikeras",
}
"""Names that Keras 3 has not, by their path in the module of today, and what to use."""

MERGED = {
    "ave": "average",
    "concat": "concatenate",
    "cos": "dot",
    "dot": "dot",
    "max": "maximum",
    "mul": "multiply",
    "sum": "add",
}
"""The function that does what Keras 1's `merge` did, by its mode."""

MERGING = (
    "layers", "mode", "concat_axis", "dot_axes", "output_shape", "output_mask", "arguments", "name",
)  # fmt: skip
"""The arguments of that `merge`, by place."""

OF_KERAS_1 = frozenset({"nb_filter", "border_mode", "subsample", "subsample_length", "init"})
"""Arguments of layers by which a call is known to be Keras 1's."""

TELLING = frozenset({
    "nb_epoch", "show_accuracy", "samples_per_epoch", "nb_val_samples", "theano_mode", "nb_worker",
    "max_q_size", "pickle_safe",
})  # fmt: skip
"""Arguments that nobody but Keras had: who takes them is a model."""

ACCURACY = ("show_accuracy", "accuracy")
"""Arguments that asked for accuracy at each call, where `compile` is told it today."""

LOSSES = {
    "cosine": "cosine_similarity",
    "cosine_proximity": "cosine_similarity",
    "kullback_leibler_divergence": "kl_divergence",
    "logcosh": "log_cosh",
}
METRICS = {
    "acc": "accuracy",
    "kullback_leibler_divergence": "kl_divergence",
    "logcosh": "log_cosh",
}
FIGURES = {"acc": "accuracy", "val_acc": "val_accuracy"}
NAMED_BY_TEXT = {
    "loss": LOSSES,
    "metrics": METRICS,
    "weighted_metrics": METRICS,
    "monitor": FIGURES,
    "data_format": VALUES["data_format"],
}
"""By the argument that takes a name as text: names that Keras 3 calls otherwise."""

NO_ARGUMENT = {
    "Conv2DTranspose.output_shape": "its padding and strides say it, or `output_padding`",
    "BatchNormalization.mode": "say the axis, or call the layer with training=True",
    "Embedding.dropout": "put a keras.layers.SpatialDropout1D after the layer",
    "ModelCheckpoint.period": "save_freq, in batches",
    "TensorBoard.embeddings_layer_names": "embeddings_freq alone: all embeddings are written",
    "decay": "a schedule of keras.optimizers.schedules as the learning rate",
    "samples_per_epoch": "steps_per_epoch: this number divided by the size of a batch",
    "sparse_labels": "leave it out",
    "val_samples": "steps: this number divided by the size of a batch",
    "weights": "model.layers[i].set_weights(arrays), once the model is built",
}
"""Arguments that nothing takes in their place, and what to do."""

IDLE: dict[str, tuple[object, ...] | None] = {
    "Adam.epsilon": (None,),
    "Adagrad.epsilon": (None,),
    "Adadelta.epsilon": (None,),
    "Adamax.epsilon": (None,),
    "Nadam.epsilon": (None,),
    "RMSprop.epsilon": (None,),
    "BatchNormalization.fused": None,
    "Embedding.dropout": (0, 0.0),
    "ModelCheckpoint.period": (1,),
    "decay": (0, 0.0),
    "input_dtype": None,
    "schedule_decay": None,
    "weights": (None,),
}
"""Arguments that may go, and the values for which that is so; None for all of them."""

SEQUENCES = (
    "AtrousConvolution1D", "AveragePooling1D", "Bidirectional", "Conv1D", "Convolution1D",
    "CuDNNGRU", "CuDNNLSTM", "GRU", "LSTM", "MaxPooling1D", "RNN", "SeparableConv1D", "SimpleRNN",
    "TimeDistributedDense",
)  # fmt: skip
"""Layers whose `input_dim` is the length of one step: the steps are `input_length`, or any."""

RATES = {"Adadelta": "1.0", "Adagrad": "0.01", "Adamax": "0.002", "Nadam": "0.002"}
"""Learning rates that Keras 1 and 2 had by default, where Keras 3 has 0.001."""

OLD_ATTRIBUTES = {
    "optimizer": {"lr": "learning_rate"},
    "*": {"_keras_shape": "shape", "get_output_shape_for": "compute_output_shape"},
}
"""By kind of thing, attributes that are others today."""

SHAPES_OF_LAYERS = {"output_shape": "output", "input_shape": "input"}
"""Attributes that are the shape of another one today."""

WEIGHTS_OF_LAYERS = {"W": "kernel", "b": "bias"}
"""Weights of a model's layers as Keras 1 called them."""

GONE_ATTRIBUTES = {
    "inbound_nodes": "the graph is walked through layer.input and layer.output",
    "outbound_nodes": "the graph is walked through layer.input and layer.output",
    "to_yaml": "model.to_json()",
    "uses_learning_phase": "the argument `training` of call",
}
"""Attributes of models and layers that there are no more."""

WRAPPED = {"TimeDistributedDense": ("TimeDistributed", "Dense")}
"""Layers that are one layer around another."""
