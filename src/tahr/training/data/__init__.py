"""Data on its way into a step: checked, split, shuffled and cut into batches."""

from tahr.training.data.adapt import adapt
from tahr.training.data.batch import Batch, Group
from tahr.training.data.batches import Batches
from tahr.training.data.buckets import BucketedSequences
from tahr.training.data.dataset import PyDataset, Sequence
from tahr.training.data.split import train_validation_split
from tahr.training.data.unpack import pack_x_y_sample_weight, unpack_x_y_sample_weight

__all__ = [
    "Batch", "Batches", "BucketedSequences", "Group", "PyDataset", "Sequence", "adapt",
    "pack_x_y_sample_weight", "train_validation_split", "unpack_x_y_sample_weight",
]  # fmt: skip
