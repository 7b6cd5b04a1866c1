"""Callbacks: what is called before and after epochs and batches."""

from tahr.training.callbacks.callback import Callback
from tahr.training.callbacks.callbacks import CallbackList
from tahr.training.callbacks.early_stopping import EarlyStopping
from tahr.training.callbacks.history import History
from tahr.training.callbacks.model_checkpoint import ModelCheckpoint
from tahr.training.callbacks.progress import ProgbarLogger

__all__ = [
    "Callback", "CallbackList", "EarlyStopping", "History", "ModelCheckpoint", "ProgbarLogger",
]  # fmt: skip
