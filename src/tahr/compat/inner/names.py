"""Names inside `keras.src`, by module: where the public thing stands, as "module:name".

What a module has beyond these it hands on from the public modules named in `PUBLIC`.
"""

HERE = "tahr.compat.inner"

NAMES: dict[str, dict[str, str]] = {
    "backend": {
        "KerasTensor": "tahr:KerasTensor",
        "StatelessScope": "tahr:StatelessScope",
        "SymbolicScope": "tahr:SymbolicScope",
        "Variable": "tahr:Variable",
        "compute_output_spec": f"{HERE}.shapes:compute_output_spec",
        "get_keras_mask": "tahr.core.masks:get_mask",
        "set_keras_mask": "tahr.core.masks:set_mask",
        "standardize_shape": f"{HERE}.shapes:standardize_shape",
    },
    "backend.common.variables": {
        "KerasVariable": "tahr:Variable",
        "Variable": "tahr:Variable",
        "standardize_shape": f"{HERE}.shapes:standardize_shape",
    },
    "backend.common.keras_tensor": {"KerasTensor": "tahr:KerasTensor"},
    "backend.common.stateless_scope": {"StatelessScope": "tahr:StatelessScope"},
    "backend.nn": {},
    "backend.jax.random": {"jax_draw_seed": f"{HERE}.seeds:jax_draw_seed"},
    "distribution": {
        "distribution": f"{HERE}.distribution:distribution",
        "list_devices": "tahr:devices",
    },
    "distribution.distribution_lib": {"distribution": f"{HERE}.distribution:distribution"},
    "losses.losses": {"LossFunctionWrapper": "tahr.losses.wrapper:LossFunctionWrapper"},
    "saving": {},
    "saving.saving_lib": {
        "H5IOStore": f"{HERE}.arrays:H5IOStore",
        "load_model": f"{HERE}.memory:load_model",
        "save_model": f"{HERE}.memory:save_model",
    },
    "saving.serialization_lib": {"in_safe_mode": "tahr.core.deserialization:in_safe_mode"},
    "trainers.data_adapters.data_adapter_utils": {
        "class_weight_to_sample_weights": f"{HERE}.weighting:class_weight_to_sample_weights",
    },
    "utils.backend_utils": {"in_grain_data_pipeline": f"{HERE}.grain:in_grain_data_pipeline"},
    "utils.tracking": {
        "no_automatic_dependency_tracking": f"{HERE}.tracking:no_automatic_dependency_tracking",
    },
}
"""By module inside `keras.src`, what it has that no public module does."""

PUBLIC: dict[str, tuple[str, ...]] = {
    "backend": ("tahr.backend", "tahr.ops"),
    "backend.nn": ("tahr.ops",),
    "losses.losses": ("tahr.losses",),
    "saving.saving_lib": ("tahr.saving",),
    "saving.serialization_lib": ("tahr.saving",),
    "trainers.data_adapters.data_adapter_utils": ("tahr.utils",),
}
"""Where else a module's names are looked for; the public module of its own name comes after."""


UNOFFERED = frozenset({"distribution"})
"""Public modules of Keras that Tahr does not have, and packages import to look into them."""


def within(inside: str) -> bool:
    """Returns whether a module stands in the list, or a module in it does.

    Args:
        inside: its path inside `keras.src`.

    Example:
        >>> within("utils"), within("utils.tracking"), within("layers.core")
        (True, True, False)
    """
    return any(f"{name}.".startswith(f"{inside}." if inside else "") for name in NAMES)
