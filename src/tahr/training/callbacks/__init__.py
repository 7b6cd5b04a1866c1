"""Callbacks: what is called before and after epochs and batches."""

from tahr.training.callbacks.backup_and_restore import BackupAndRestore
from tahr.training.callbacks.callback import Callback
from tahr.training.callbacks.callbacks import CallbackList
from tahr.training.callbacks.csv_logger import CSVLogger
from tahr.training.callbacks.early_stopping import EarlyStopping
from tahr.training.callbacks.history import History
from tahr.training.callbacks.lambda_callback import LambdaCallback
from tahr.training.callbacks.learning_rate_scheduler import LearningRateScheduler
from tahr.training.callbacks.model_checkpoint import ModelCheckpoint
from tahr.training.callbacks.progress import ProgbarLogger
from tahr.training.callbacks.reduce_lr_on_plateau import ReduceLROnPlateau
from tahr.training.callbacks.remote_monitor import RemoteMonitor
from tahr.training.callbacks.swap_ema_weights import SwapEMAWeights
from tahr.training.callbacks.tensorboard import TensorBoard
from tahr.training.callbacks.terminate_on_nan import TerminateOnNaN

__all__ = [
    "BackupAndRestore", "CSVLogger", "Callback", "CallbackList", "EarlyStopping", "History",
    "LambdaCallback", "LearningRateScheduler", "ModelCheckpoint",
    "ProgbarLogger", "ReduceLROnPlateau", "RemoteMonitor", "SwapEMAWeights", "TensorBoard",
    "TerminateOnNaN",
]  # fmt: skip
