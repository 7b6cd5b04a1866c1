"""The five models as someone who knows PyTorch would write them."""

from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from benchmarks.tasks import BATCH, Task


def mlp() -> nn.Module:
    return nn.Sequential(
        nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)
    )


def cnn() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(5408, 128), nn.ReLU(), nn.Linear(128, 10),
    )  # fmt: skip


class Recurrent(nn.Module):
    """Embedding, LSTM, one output."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(20000, 128)
        self.lstm = nn.LSTM(128, 64, batch_first=True)
        self.out = nn.Linear(64, 1)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return self.out(self.lstm(self.table(tokens))[0][:, -1])


class Block(nn.Module):
    """An encoder block, normalized after each part."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.proj = nn.Linear(128, 384), nn.Linear(128, 128)
        self.up, self.down = nn.Linear(128, 512), nn.Linear(512, 128)
        self.norms = nn.ModuleList([nn.LayerNorm(128, eps=1e-3) for _ in range(2)])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        parts = self.qkv(x).view(*x.shape[:2], 3, 4, 32).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(*parts)
        x = self.norms[0](x + self.proj(mixed.transpose(1, 2).reshape(x.shape)))
        return self.norms[1](x + self.down(functional.relu(self.up(x))))


class Encoder(nn.Module):
    """Embedding, two blocks, the mean, one output."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(5000, 128)
        self.blocks = nn.Sequential(Block(), Block())
        self.out = nn.Linear(128, 1)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return self.out(self.blocks(self.table(tokens)).mean(1))


class Stage(nn.Module):
    """Two convolutions beside a projection."""

    def __init__(self, inner: int, width: int, stride: int) -> None:
        super().__init__()
        self.straight = nn.Conv2d(inner, width, 1, stride)
        self.a = nn.Conv2d(inner, width, 3, stride, padding=1, bias=False)
        self.b = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norms = nn.ModuleList([nn.BatchNorm2d(width, eps=1e-3) for _ in range(2)])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = functional.relu(self.norms[0](self.a(x)))
        return functional.relu(self.norms[1](self.b(y)) + self.straight(x))


def resnet() -> nn.Module:
    return nn.Sequential(
        Stage(3, 32, 1), Stage(32, 64, 2), Stage(64, 128, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10),
    )  # fmt: skip


MODELS = {
    "mlp": mlp, "cnn": cnn, "lstm": Recurrent, "transformer": Encoder, "resnet": resnet,
}  # fmt: skip
OPTIMIZERS: dict[str, Any] = {
    "adam": lambda p: torch.optim.Adam(p, eps=1e-7),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=1e-3, alpha=0.9, eps=1e-7),
}


class ByHandTorch:
    """The usual loop: zero_grad, backward, step.

    Args:
        task: what is trained.
        name: of its model.
    """

    def __init__(self, task: Task, name: str) -> None:
        self.module = MODELS[name]()
        self.optimizer = OPTIMIZERS[task.optimizer](self.module.parameters())
        self.binary = task.classes == 1

    def epoch(self, x: np.ndarray, y: np.ndarray) -> float:
        """Trains one epoch; gives the loss."""
        inputs, targets = _channels_first(x), torch.from_numpy(y)
        targets = targets if self.binary else targets.long()
        total = torch.zeros(())
        self.module.train()
        order = torch.randperm(len(x))
        for i in range(0, len(x), BATCH):
            rows = order[i : i + BATCH]
            self.optimizer.zero_grad()
            outputs = self.module(inputs[rows])
            loss = self._loss(outputs, targets[rows])
            loss.backward()
            self.optimizer.step()
            total += loss.detach()
        return float(total) * BATCH / len(x)

    def _loss(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        if self.binary:
            return functional.binary_cross_entropy_with_logits(outputs[:, 0], targets)
        return functional.cross_entropy(outputs, targets)

    def predict(self, x: np.ndarray) -> np.ndarray:
        """Returns the outputs for a few rows."""
        self.module.eval()
        with torch.inference_mode():
            return self.module(_channels_first(x)).numpy()

    def report(self) -> str:
        """Has nothing to add."""
        return ""


def _channels_first(x: np.ndarray) -> torch.Tensor:
    tensor = torch.from_numpy(x)
    return tensor.permute(0, 3, 1, 2).contiguous() if x.ndim == 4 else tensor
