"""Layers of `applications` by the names that they had in Keras 1 and 2."""

from functools import cache

BLOCKS = {2: 3, 3: 4, 4: 6, 5: 3}
"""How many blocks each stage of ResNet50 has."""
PARTS = {"2a": "1", "2b": "2", "2c": "3", "1": "0"}
"""The convolutions of a block: `branch2a` is the first, `branch1` the one beside."""


@cache
def _of_resnet50() -> dict[str, str]:
    names = {"fc1000": "predictions", "conv1": "conv1_conv", "bn_conv1": "conv1_bn"}
    activations, sums = ["conv1_relu"], list[str]()
    for stage, count in BLOCKS.items():
        for number in range(count):
            old, new = f"{stage}{'abcdef'[number]}", f"conv{stage}_block{number + 1}"
            for branch, part in PARTS.items():
                if branch == "1" and number:
                    continue
                names[f"res{old}_branch{branch}"] = f"{new}_{part}_conv"
                names[f"bn{old}_branch{branch}"] = f"{new}_{part}_bn"
            activations += [f"{new}_1_relu", f"{new}_2_relu", f"{new}_out"]
            sums.append(f"{new}_add")
    names |= {f"activation_{i}": name for i, name in enumerate(activations, start=1)}
    return names | {f"add_{i}": name for i, name in enumerate(sums, start=1)}


def layer_today(network: str, layer: str | None) -> str | None:
    """Returns what a layer of a network is called today; None where it has no other name.

    Args:
        network: the model's name.
        layer: the name that a program asks for.

    Example:
        >>> layer_today("resnet50", "activation_49"), layer_today("resnet50", "res2a_branch2c")
        ('conv5_block3_out', 'conv2_block1_3_conv')
    """
    return _of_resnet50().get(layer) if network == "resnet50" and layer else None
