"""Configurations that mean harm: what each holds in place of a layer, or behind one."""

import marshal
from typing import Any

Config = dict[str, Any]
BIG = 10**12
SECRET = "/etc/hostname"
"""A file that is there, and none of a model's."""
URL = "http://127.0.0.1:1/terms"


def layer(name: str, module: str = "keras.layers", /, **config: Any) -> Config:
    """Returns the configuration of a layer.

    Args:
        name: its class.
        module: where the file says that it is.
        **config: its arguments.
    """
    found = {"module": module, "class_name": name, "config": config}
    return {**found, "registered_name": None}


def function(name: str, module: str = "builtins") -> Config:
    """Returns how a file names a function.

    Args:
        name: its name.
        module: where the file says that it is.
    """
    found = {"module": module, "class_name": "function", "config": name}
    return {**found, "registered_name": name}


def inside(wrapper: str, key: str, depth: int) -> Config:
    """Returns layers in layers in layers.

    Args:
        wrapper: the class of those around.
        key: their argument for what is inside.
        depth: how many there are.
    """
    found = layer("Dense", units=2)
    for _ in range(depth):
        found = layer(wrapper, **{key: found})
    return found


def op(name: str, **arguments: Any) -> list[Config]:
    """Returns a layer that runs an op."""
    return [layer("Lambda", function=function(name), arguments=arguments)]


def image(*entries: Config) -> list[Config]:
    """Returns layers behind images of two by two."""
    return [layer("Reshape", target_shape=[2, 2, 1]), *entries]


CODE = marshal.dumps(compile("__import__('os').system('touch harm')", "<file>", "eval")).hex()
BYTES = {"code": CODE, "defaults": None, "closure": None}
ARRAY = {"class_name": "__numpy__", "config": {"value": [1], "dtype": "object"}}

REFUSED: dict[str, list[Config]] = {
    "byte code": [layer("Lambda", function={"class_name": "__lambda__", "config": BYTES})],
    "byte code of Keras 2": [layer("Lambda", function=[CODE, None, None], function_type="lambda")],
    "byte code as a mask": [
        layer("Lambda", function=function("relu"),
              mask={"class_name": "__lambda__", "config": BYTES}),
    ],
    "byte code in a wrapper": [
        layer("TimeDistributed", layer=layer(
            "Lambda", function={"class_name": "__lambda__", "config": BYTES}
        )),
    ],
    "a module's function": [layer("Dense", units=2, activation=function("system", "os"))],
    "a module's function by a path": [layer("Activation", activation="os.system")],
    "a module's class": [layer("Popen", "subprocess", args="touch harm")],
    "a module that does something": [layer("Thing", "antigravity")],
    "a function of Keras's": [layer("get_file", "keras.utils", origin=URL)],
    "a switch of Keras's": [layer("enable_unsafe_deserialization", "keras.config")],
    "loading of Keras's": [layer("load_model", "keras.models", filepath=SECRET)],
    "a builtin": [layer("eval", "builtins", source="1")],
    "another name of a module's": [{**layer("x", "os"), "registered_name": "os>system"}],
    "an array of objects": [layer("Dense", units=ARRAY)],
    "a SavedModel": [layer("TFSMLayer", filepath="/tmp", call_endpoint="serve")],
    "a SavedModel in a wrapper": [
        layer("TimeDistributed", layer=layer("TFSMLayer", filepath="/tmp")),
    ],
    "a module of PyTorch": [
        layer("TorchModuleWrapper", module={"class_name": "__torch__", "config": "gASV"}),
    ],
    "a function of JAX": [layer("JaxLayer", call_fn=function("system", "os"))],
    "a module of Flax": [layer("FlaxLayer", module=layer("Dense", "flax.linen"))],
    "a regularizer by a path": [layer("Dense", units=2, kernel_regularizer="os.system")],
    "a dtype by a path": [layer("Dense", units=2, dtype="os.system")],
    "a shape of many axes": [layer("Reshape", target_shape=[1] * 40_000)],
    "a negative number": [layer("Dense", units=-1)],
    "nested by the hundred": [inside("TimeDistributed", "layer", 300)],
    "splits by the million": op("array_split", indices_or_sections=10**8, axis=1),
    "differences by the million": op("diff", n=10**9),
    "repeats by the million": op("repeat", repeats=[10**9, 10**9, 10**9, 10**9], axis=1),
    "chains by the million": image(layer("AugMix", num_chains=10**9, chain_depth=10**9)),
    "windows by the million": image(
        layer("AdaptiveMaxPooling2D", output_size=[10**9, 10**9])
    ),
    "bands by the million": [layer("MelSpectrogram", fft_length=2**20, num_mel_bins=10**4)],
    "axes by the thousand": op("expand_dims", axis=list(range(30_000))),
    "places of unknown terms by the million": [
        layer("StringLookup", num_oov_indices=5 * 10**7, vocabulary=["a"]),
    ],
    "a spectrum of gigabytes": [layer("MelSpectrogram", fft_length=2**27, num_mel_bins=2)],
    "text where numbers belong": [layer("Normalization", mean=SECRET, variance=SECRET)],
}  # fmt: skip
"""Ways that no door may let in."""

CALLED = (
    "a shape of many axes", "splits by the million", "differences by the million",
    "repeats by the million", "chains by the million", "windows by the million",
    "bands by the million", "a spectrum of gigabytes", "axes by the thousand",
    "a SavedModel in a wrapper",
)  # fmt: skip
"""Those that mean no harm before layers are called."""
HARMLESS: dict[str, list[Config]] = {
    "a vocabulary as a path": [layer("StringLookup", vocabulary=SECRET)],
    "a vocabulary as an address": [layer("StringLookup", vocabulary=URL)],
    "a vocabulary as a file's address": [layer("TextVectorization", vocabulary=f"file://{SECRET}")],
    "a vocabulary of numbers as a path": [layer("IntegerLookup", vocabulary=SECRET)],
    "a vocabulary in a wrapper": [
        layer("TimeDistributed", layer=layer("StringLookup", vocabulary=SECRET)),
    ],
    "a vocabulary in a feature": [
        layer("Feature", "keras.src.layers.preprocessing.feature_space", dtype="string",
              preprocessor=layer("StringLookup", vocabulary=SECRET), output_mode="int"),
    ],
    "weights of terms as a path": [
        layer("StringLookup", vocabulary=["a"], idf_weights=SECRET, output_mode="tf_idf"),
    ],
    "terabytes of weights": [layer("Dense", units=BIG)],
    "gigabytes of weights": [layer("Dense", units=3 * 10**8)],
    "terabytes of 8 bits": [layer("Dense", units=10**10, dtype="int8_from_float32")],
    "an orthogonal matrix": [layer("Reshape", target_shape=[1, 4]), layer("LSTM", units=6000)],
    "an embedding": [layer("Embedding", input_dim=BIG, output_dim=BIG)],
    "rows by the billion": [layer("RepeatVector", n=10**10)],
    "an image by the billion": image(layer("Resizing", height=10**9, width=10**9)),
    "padding by the billion": image(layer("ZeroPadding2D", padding=[[10**9, 1], [1, 1]])),
    "classes by the billion": [layer("CategoryEncoding", num_tokens=BIG)],
    "bins by the billion": [layer("Discretization", num_bins=BIG)],
    "terms by the billion": [
        layer("TextVectorization", max_tokens=BIG, output_mode="multi_hot"),
    ],
    "a rank of billions": [layer("Dense", units=4, lora_rank=BIG)],
    "a number of a hundred digits": [layer("Dense", units=10**100)],
    "a name that leads out": [layer("Dense", units=2, name="../../../etc/passwd")],
    "a name with a zero byte": [layer("Dense", units=2, name="a\0b")],
    "a name that is no text": [layer("Dense", units=2, name="a\ud800b")],
    "a long name": [layer("Dense", units=2, name="a" * 200_000)],
    "a long equation": [layer("EinsumDense", equation="a" * 50_000 + "b,bc->ac", output_shape=[3])],
}  # fmt: skip
"""Ways that may be let in, as nothing comes of them."""
