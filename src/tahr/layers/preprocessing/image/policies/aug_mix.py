"""Chains of transformations, blended."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, DataFormat, Positive
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.geometry.base import SHAPE, Interpolation
from tahr.layers.preprocessing.image.image_layer import Drawn, Lengths
from tahr.layers.preprocessing.image.policies.base import PolicyLayer
from tahr.ops import random
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "AugMix")
class AugMix(PolicyLayer):
    """Blends each image with what chains of random transformations make of it, in training.

    The transformations are those of `RandAugment`. Boxes, labels and masks stay as they are.

    Args:
        num_chains: how many chains are blended.
        chain_depth: how many transformations a chain has.
        alpha: the parameter of the distributions that the shares are drawn from: Dirichlet's of
            the chains, and a beta distribution of the image itself.
        all_ops: whether brightness, contrast, colour degeneration and sharpness are among the
            transformations.
        interpolation: "bilinear" or "nearest".

    Input: images of three channels, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: an argument makes no sense.

    Example:
        >>> layer = AugMix(value_range=(0, 1), seed=1)
        >>> layer([[[0.5, 0.5, 0.5]]], training=False).tolist()
        [[[0.5, 0.5, 0.5]]]

    Source: Hendrycks et al. 2020, "AugMix: a simple data processing method to improve robustness
    and uncertainty", algorithm 1.
    """

    @checked
    def __init__(
        self,
        value_range: Any = (0, 255),
        num_chains: Count = 3,
        chain_depth: Count = 3,
        factor: Any = 0.3,
        alpha: Positive = 1.0,
        all_ops: bool = True,
        interpolation: Interpolation = "bilinear",
        seed: int | None = None,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            factor, value_range, seed, interpolation, data_format=data_format, **kwargs
        )
        self.num_chains: int = int(num_chains)
        self.chain_depth: int = int(chain_depth)
        self.alpha = alpha
        self.all_ops = all_ops

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        chains, depth = self.num_chains, self.chain_depth
        chosen, keys = self.choice((chains, depth), seed)
        shares = random.gamma((chains,), self.alpha, dtype="float32", seed=seed)
        return {
            "chain_mixing_weights": ops.divide(shares, ops.sum(shares)),
            "weight_sample": random.beta((), self.alpha, self.alpha, dtype="float32", seed=seed),
            "chain_transforms": chosen,
            "keys": keys,
            SHAPE: lengths,
        }

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        branches = self.applied(transformation[SHAPE])
        mixed: Any = None
        for chain in range(self.num_chains):
            found = images
            for place in range(self.chain_depth):
                index = transformation["chain_transforms"][chain, place]
                keys = transformation["keys"][chain, place]
                found = ops.switch(index, branches, found, keys)
            share = ops.cast(transformation["chain_mixing_weights"][chain], images.dtype)
            part = ops.multiply(found, share)
            mixed = part if mixed is None else ops.add(mixed, part)
        own = ops.cast(transformation["weight_sample"], images.dtype)
        return ops.add(mixed, ops.multiply(ops.subtract(images, mixed), own))
