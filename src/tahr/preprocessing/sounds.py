"""Data sets of the sound files in a folder."""

import math
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.errors import ArgumentError, told
from tahr.core.tracebacks import ends_at_user
from tahr.preprocessing.folders import INFERRED
from tahr.preprocessing.reading import Data, from_folder, unreadable
from tahr.training.data.elements import ElementSpec, listed, padded

ENDINGS = (".wav",)
KIND = "sound in WAV format"
FULL = {"uint8": (128, 128), "int16": (0, 2**15), "int32": (0, 2**31)}
"""By dtype of the samples, silence and the largest deviation from it."""


class SoundReader:
    """Reads sound files into arrays `(samples, channels)` from -1 to 1.

    Args:
        rate: samples a second that sounds are brought to; None to leave them.
        length: samples that sounds are cut or filled up to; None to leave them.
    """

    def __init__(self, rate: int | None, length: int | None) -> None:
        self._rate, self._length = rate, length

    def __call__(self, path: str) -> np.ndarray:
        rate, samples = decoded(path)
        if self._rate is not None and rate != self._rate:
            samples = _at_rate(samples, rate, self._rate)
        if self._length is None:
            return samples
        samples = samples[: self._length]
        return np.pad(samples, ((0, self._length - len(samples)), (0, 0)))


def decoded(path: str) -> tuple[int, np.ndarray]:
    """Reads a file in WAV format.

    Args:
        path: the file.

    Returns:
        Samples a second, and samples `(samples, channels)` of float32 from -1 to 1.

    Raises:
        DataError: it is no such file, or a damaged one.
    """
    from scipy.io import wavfile

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", wavfile.WavFileWarning)
            rate, samples = wavfile.read(path)
    except Exception as error:  # the header of a damaged file may say anything
        raise unreadable(path, KIND, error) from error
    silence, most = FULL.get(samples.dtype.name, (0, 1))
    if samples.dtype.kind not in "iuf":
        raise unreadable(path, KIND, f"samples of {told(samples.dtype.name)}")
    samples = (samples.astype("float32") - silence) / most
    return rate, samples[:, None] if samples.ndim == 1 else samples


def _at_rate(samples: np.ndarray, old: int, new: int) -> np.ndarray:
    from scipy.signal import resample_poly

    shared = math.gcd(old, new)
    return resample_poly(samples, new // shared, old // shared, axis=0).astype("float32")


@ends_at_user
def audio_dataset_from_directory(
    directory: str | Path,
    labels: Any = INFERRED,
    label_mode: str | None = "int",
    class_names: Sequence[str] | None = None,
    batch_size: int | None = 32,
    sampling_rate: int | None = None,
    output_sequence_length: int | None = None,
    ragged: bool = False,
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    follow_links: bool = False,
    verbose: bool = True,
) -> Data:
    """Makes a data set of the sounds (`.wav`) in a folder, which are read when they are needed.

    Args:
        directory: the folder; with labels of its own, it has one folder for each class.
        labels: "inferred", a list of class numbers, or None, as in `image_dataset_from_directory`.
        label_mode: "int", "categorical", "binary" or None, as there.
        class_names: the folders that are classes, in the order of their numbers.
        batch_size: sounds a batch; None for single ones.
        sampling_rate: samples a second that sounds are brought to; those they have by default.
        output_sequence_length: samples that sounds are cut or filled up to; by default, those of a
            batch are filled up to the longest.
        ragged: whether sounds keep their lengths: a batch is an array of arrays, for `map`.
        shuffle: whether to mix the files, and the sounds anew in each pass.
        seed: of the order; files have that of Keras with the same seed.
        validation_split: the fraction of files to validate on.
        subset: "training" or "validation", or "both" for a list of the two.
        follow_links: whether to go into folders that are links.
        verbose: whether to say how many files there are.

    Returns:
        A `Dataset` of float32 sounds `(batch, samples, channels)` from -1 to 1, or of
        (sounds, labels), with `class_names` and `file_paths`; two of them with `subset="both"`.

    Raises:
        ArgumentError: an argument makes no sense.
        DataError: there is no such folder, or no sound in it. When it is read: a file is damaged.

    Example:
        >>> import pathlib, tempfile
        >>> from scipy.io import wavfile
        >>> top = pathlib.Path(tempfile.mkdtemp())
        >>> for length in (3, 5):
        ...     wavfile.write(top / f"{length}.wav", 8000, np.zeros(length, "int16"))
        >>> data = audio_dataset_from_directory(top, labels=None, verbose=False)
        >>> [sounds.shape for sounds in data]
        [(2, 5, 1)]
    """
    if ragged and output_sequence_length is not None:
        raise ArgumentError(
            "sounds of one length are not ragged",
            got=f"output_sequence_length={output_sequence_length}",
            todo="leave ragged out",
        )
    return from_folder(
        directory,
        ENDINGS,
        SoundReader(sampling_rate, output_sequence_length),
        ElementSpec((output_sequence_length, None), "float32"),
        labels=labels,
        label_mode=label_mode,
        class_names=class_names,
        batch_size=batch_size,
        shuffle=shuffle,
        seed=seed,
        validation_split=validation_split,
        subset=subset,
        follow_links=follow_links,
        verbose=verbose,
        join=listed if ragged else padded,
    )
