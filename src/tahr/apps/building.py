"""A settled job and its data become a model that takes raw values."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tahr.apps.features.feature import Array, Feature, Head
from tahr.apps.features.measured import Measured
from tahr.apps.features.sizes import SIZES
from tahr.apps.job.schema import Job, Model

Arrays = dict[str, Array]


@dataclass(frozen=True)
class Built:
    """One network, seen in three ways; they share their weights.

    Args:
        model: takes raw values, and tells what is asked for: what is saved.
        preparing: from raw values to what the encoders take; nothing in it is trained.
        training: from there to what is compared with the targets.
        heads: the outputs, by name.
        scales: of outputs that are numbers, mean and deviation.
        members: the networks that are averaged.
    """

    model: Any
    preparing: Any
    training: Any
    heads: dict[str, Head]
    scales: dict[str, tuple[float, float]]
    members: int

    def prepared(self, raw: Arrays, batch_size: int = 256) -> Arrays:
        """Returns what the encoders take, for all rows."""
        return dict(self.preparing.predict(raw, batch_size=batch_size, verbose=0))

    def learned(self, outputs: list[Feature], targets: Arrays) -> Arrays:
        """Returns targets in the form in which they are compared: scaled, one for each member."""
        return {f.name: self._of_members(f, targets[f.name]) for f in outputs}

    def _of_members(self, feature: Feature, targets: Array) -> Array:
        if isinstance(feature, Measured):
            targets = feature.scaled(targets, self.scales[feature.name])
        elif targets.ndim == 1:
            targets = targets[:, None]
        if self.members == 1:
            return targets
        return np.repeat(targets[:, None], self.members, axis=1)


def build(job: Job, raw: Arrays, targets: Arrays) -> Built:
    """Builds the network of a settled job.

    Args:
        job: without any `auto`.
        raw: the inputs' values of the training part, which vocabularies and scales are learned of.
        targets: the outputs' values of the training part.

    Returns:
        The network, with weights drawn by the job's seed.
    """
    from tahr import Model as Network, layers, utils

    utils.set_random_seed(job.seed)
    size = SIZES[str(job.model.preset)]
    inputs = job.taken
    arrives = {feature.name: feature.arrives() for feature in inputs}
    prepared = {f.name: f.prepared(arrives[f.name], raw[f.name]) for f in inputs}
    vectors = [feature.encoded(prepared[feature.name], size) for feature in inputs]
    joined = layers.Concatenate(name="shared.joined")(vectors) if len(vectors) > 1 else vectors[0]
    joined = _combined(joined, job.model)
    heads = {f.name: f.head(joined, targets[f.name], prepared) for f in job.told}
    members = int(job.model.members)
    told = {f.name: _averaged(f.label, heads[f.name].told, members) for f in job.told}
    trained = {name: head.trained for name, head in heads.items()}
    scales = {
        feature.name: feature.scale(targets[feature.name])
        for feature in job.told
        if isinstance(feature, Measured)
    }
    network = Network(arrives, told, name=_plain(job.name))
    for feature in job.told:
        feature.start(network, raw, targets[feature.name])
    return Built(
        network,
        Network(arrives, prepared, name="preparing"),
        Network(prepared, trained, name="training"),
        heads,
        scales,
        members,
    )


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name)


def _combined(joined: Any, model: Model) -> Any:
    """Returns the joined vectors after the layers that all inputs share."""
    from tahr import layers

    x, members = joined, int(model.members)
    for number in range(int(model.depth)):
        name, width = f"shared.together_{number + 1}", int(model.width)
        if members > 1:
            x = layers.EnsembleDense(width, members, "relu", apart=number == 0, name=name)(x)
        else:
            x = layers.Dense(width, "relu", kernel_initializer="he_normal", name=name)(x)
        x = layers.Dropout(float(model.dropout))(x)
    return x


def _averaged(label: str, told: Any, members: int) -> Any:
    from tahr import layers

    if members == 1:
        return told
    return layers.GlobalAveragePooling1D(name=f"{label}.of_all")(told)
