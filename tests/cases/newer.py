"""Calls of the ops that Keras has since 3.16, or that differ from its own."""

import numpy as np

from tests.cases.nn import Call, normal

SQUARE = normal(2, 3, 3)
PATCHES = normal(2, 2, 3, 12)
IMAGE = normal(2, 5, 4, 2)

NEWER: dict[str, list[tuple[Call, tuple[np.ndarray, ...]]]] = {
    "column_stack": [
        (lambda o, x, y: o.column_stack([x, y, x]), (normal(3), normal(3, 2))),
    ],
    "matrix_power": [
        (lambda o, x, n=n: o.matrix_power(x, n), (SQUARE,)) for n in (0, 1, 2, 5, -1, -2)
    ],
    "image.reconstruct_patches": [
        (lambda o, p: o.image.reconstruct_patches(p, (2, 3)), (PATCHES,)),
        (lambda o, p: o.image.reconstruct_patches(p[0], 2, (3, 5), padding="same"), (PATCHES,)),
        (lambda o, p: o.image.reconstruct_patches(
            p, (1, 3), data_format="channels_first"), (normal(2, 6, 4, 2),)),
        (lambda o, p: o.image.reconstruct_patches(p, (1, 2, 2)), (normal(1, 2, 2, 3, 8),)),
    ],
    "image.gaussian_blur": [
        (lambda o, x, s=s: o.image.gaussian_blur(x, *s), (IMAGE,))
        for s in ((), ((5, 2), (1.0, 2.5)), ((1, 3), (0.3, 0.3)))
    ],
    "image.elastic_transform": [
        (lambda o, x: o.image.elastic_transform(x, 0.0, 1.0, seed=1), (IMAGE,)),
        (lambda o, x: o.shape(o.image.elastic_transform(x[0], 2.0, 1.5, seed=1)), (IMAGE,)),
    ],
}  # fmt: skip
