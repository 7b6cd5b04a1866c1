"""Optimizers and schedules: their options, and the weights they train."""

import numpy as np

SHAPES = {"dense/kernel": (3, 2), "dense/bias": (2,), "norm/scale": (), "conv/kernel": (2, 3, 2)}
PLAIN = [
    ("SGD", {}),
    ("SGD", {"momentum": 0.9}),
    ("SGD", {"momentum": 0.9, "nesterov": True}),
    ("RMSprop", {}),
    ("RMSprop", {"momentum": 0.5, "centered": True}),
    ("Adagrad", {"initial_accumulator_value": 0.3}),
    ("Adadelta", {"learning_rate": 1.0}),
    ("Adam", {}),
    ("Adam", {"beta_1": 0.5, "beta_2": 0.7, "epsilon": 0.1}),
    ("Adam", {"amsgrad": True}),
    ("AdamW", {}),
    ("Adamax", {}),
    ("Nadam", {}),
    ("Ftrl", {"learning_rate": 0.1}),
    ("Ftrl", {"learning_rate": 0.1, "l1_regularization_strength": 0.01, "beta": 0.1,
              "l2_regularization_strength": 0.02, "l2_shrinkage_regularization_strength": 0.03}),
    ("Lion", {}),
    ("Lamb", {}),
    ("Adafactor", {}),
    ("Adafactor", {"relative_step": False, "clip_threshold": 0.5}),
    ("Muon", {"weight_decay": 0.1, "adam_weight_decay": 0.2, "adam_lr_ratio": 0.5}),
    ("Muon", {"nesterov": False, "rms_rate": None, "exclude_layers": ["conv"], "ns_steps": 3}),
    ("ScheduleFreeAdamW", {"warmup_steps": 5, "weight_decay": 0.1}),
    ("ScheduleFreeAdamW", {"beta_1": 0.5}),
]  # fmt: skip
SHARED = [
    {"clipnorm": 0.5},
    {"global_clipnorm": 0.5},
    {"clipvalue": 0.2},
    {"weight_decay": 0.1},
    {"use_ema": True, "ema_momentum": 0.8},
    {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 3},
    {"loss_scale_factor": 8.0},
    {"gradient_accumulation_steps": 3},
    {"gradient_accumulation_steps": 3, "weight_decay": 0.1, "clipnorm": 0.5, "use_ema": True,
     "ema_overwrite_frequency": 2},
]  # fmt: skip
SCHEDULES = [
    ("ExponentialDecay", (0.1, 7, 0.5), {}),
    ("ExponentialDecay", (0.1, 7, 0.5), {"staircase": True}),
    ("InverseTimeDecay", (0.1, 7, 0.5), {}),
    ("InverseTimeDecay", (0.1, 7, 0.5), {"staircase": True}),
    ("PiecewiseConstantDecay", ([2, 5], [0.1, 0.2, 0.3]), {}),
    ("PolynomialDecay", (0.1, 5, 0.01, 2.0), {}),
    ("PolynomialDecay", (0.1, 5, 0.01, 0.5), {"cycle": True}),
    ("CosineDecay", (0.1, 10, 0.1), {}),
    ("CosineDecay", (0.1, 10, 0.1), {"warmup_target": 0.5, "warmup_steps": 4}),
    ("CosineDecay", (0.1, 10), {"warmup_target": 0.5}),
    ("CosineDecayRestarts", (0.1, 5, 1.0, 0.5, 0.1), {}),
    ("CosineDecayRestarts", (0.1, 3, 2.0, 0.8), {}),
    ("CosineDecayRestarts", (0.1, 3, 1.5, 0.8), {}),
]


def updates(count=20):
    rng = np.random.default_rng(1)
    for _ in range(count):
        yield [rng.normal(size=shape).astype("float32") for shape in SHAPES.values()]
