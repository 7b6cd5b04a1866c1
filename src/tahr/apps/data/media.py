"""Pictures, sounds and texts from files: bounded, decoded, and inside their folder."""

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tahr.apps.data.table import Table
from tahr.apps.job.problems import JobError, Problem
from tahr.core.extras import required

MOST_PIXELS = 64_000_000
LONGEST_TEXT = 16 << 20
LONGEST_SOUND = 3_600.0
"""Seconds."""


def file_of(table: Table, name: str, row: int) -> Path:
    """Returns the file that a row names.

    Raises:
        JobError: it is not there, or lies outside of the source's folder.
    """
    place = table.root / name
    try:
        found = place.resolve(strict=True)
    except (OSError, ValueError):
        raise _wrong(table, row, f"there is no file {name!r}") from None
    if not found.is_relative_to(table.root.resolve()):
        raise _wrong(table, row, f"{name!r} lies outside of {str(table.root)!r}")
    return found


def read_image(
    table: Table, name: str, row: int, size: tuple[int, int], channels: int
) -> NDArray[np.uint8]:
    """Returns a picture of a size, `(height, width, channels)`, 0 to 255.

    Raises:
        JobError: the file is no picture, or one of more pixels than are read.
    """
    required("PIL", "cli")
    from PIL import Image, UnidentifiedImageError

    path = file_of(table, name, row)
    try:
        with Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS:
                pixels = f"{image.width:,} x {image.height:,} pixels"
                raise _wrong(table, row, f"{name!r} has {pixels}; at most {MOST_PIXELS:,} are read")
            image.draft("RGB" if channels == 3 else "L", (size[1], size[0]))
            plain = image.convert({1: "L", 3: "RGB", 4: "RGBA"}[channels])
            if plain.size != (size[1], size[0]):
                plain = plain.resize((size[1], size[0]), Image.Resampling.BILINEAR)
            pixels = np.asarray(plain, np.uint8)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        raise _wrong(table, row, f"{name!r} is no picture that can be read: {error}") from None
    return pixels if channels > 1 else pixels[..., None]


def image_facts(table: Table, name: str, row: int) -> tuple[int, int, int]:
    """Returns height, width and channels of a picture, without decoding it."""
    required("PIL", "cli")
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file_of(table, name, row)) as image:
            plain = image.mode in {"1", "L", "I", "F", "I;16"}
            return image.height, image.width, 1 if plain else 3
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as error:
        raise _wrong(table, row, f"{name!r} is no picture that can be read: {error}") from None


def read_sound(table: Table, name: str, row: int) -> tuple[NDArray[np.float32], int]:
    """Returns a sound as one channel of numbers from -1 to 1, and its samples a second.

    Raises:
        JobError: the file is no sound, or longer than is read.
    """
    path = file_of(table, name, row)
    try:
        found, rate = _by_wave(path) if path.suffix.lower() == ".wav" else _by_soundfile(path)
    except (OSError, ValueError, EOFError, RuntimeError, wave.Error) as error:
        try:
            found, rate = _by_soundfile(path)
        except (OSError, ValueError, RuntimeError):
            raise _wrong(table, row, f"{name!r} is no sound that can be read: {error}") from None
    if len(found) > LONGEST_SOUND * rate:
        raise _wrong(table, row, f"{name!r} is longer than {LONGEST_SOUND / 60:.0f} minutes")
    return found, rate


def faults(read: Callable[[Table, str, int], object], table: Table, column: str) -> dict[int, str]:
    """Returns the rows of a column of files that cannot be read, and what is wrong with each."""
    values = table.column(column)
    found: dict[int, str] = {}
    if values.dtype != object:
        return found
    for row, name in enumerate(values.tolist()):
        try:
            read(table, str(name), row)
        except JobError as error:
            found[row] = error.problems[0].says
    return found


def read_text(table: Table, name: str, row: int) -> str:
    """Returns the text of a file.

    Raises:
        JobError: it is too long.
    """
    path = file_of(table, name, row)
    if path.stat().st_size > LONGEST_TEXT:
        raise _wrong(table, row, f"{name!r} is longer than {LONGEST_TEXT >> 20} MiB")
    return path.read_text("utf-8", errors="replace")


def _by_wave(path: Path) -> tuple[NDArray[np.float32], int]:
    with wave.open(str(path)) as file:
        width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
        if width not in (1, 2, 4) or file.getnframes() > LONGEST_SOUND * rate:
            raise ValueError(f"{8 * width} bits, {file.getnframes():,} samples")
        content = file.readframes(file.getnframes())
    kinds = {1: np.dtype("u1"), 2: np.dtype("<i2"), 4: np.dtype("<i4")}
    numbers = np.frombuffer(content, kinds[width]).astype(np.float32)
    numbers = (numbers - 128) / 128 if width == 1 else numbers / 2.0 ** (8 * width - 1)
    return numbers.reshape(-1, channels).mean(axis=1), rate


def _by_soundfile(path: Path) -> tuple[NDArray[np.float32], int]:
    required("soundfile", "cli")
    import soundfile

    with soundfile.SoundFile(path) as file:
        if file.frames > LONGEST_SOUND * file.samplerate:
            raise ValueError("too long")
        numbers = file.read(dtype="float32", always_2d=True)
        return numbers.mean(axis=1), int(file.samplerate)


def _wrong(table: Table, row: int, says: str) -> JobError:
    line = int(table.lines[row]) if row < len(table) else None
    return JobError([Problem(str(table.source), line, "", says)])
