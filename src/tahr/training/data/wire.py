"""Values on their way between processes: pickled, with the memory of arrays beside the pickle."""

import hashlib
import pickle
import struct
from collections.abc import Callable, Sequence
from io import BytesIO, RawIOBase
from typing import Any

Frames = Sequence[bytes | bytearray | memoryview]
"""A pickle and the buffers it refers to."""

NUMBER = struct.Struct("<Q")


def frames_of(value: Any, dumps: Callable[..., bytes] = pickle.dumps) -> Frames:
    """Pickles a value; arrays are not copied."""
    buffers: list[pickle.PickleBuffer] = []
    head = dumps(value, protocol=5, buffer_callback=buffers.append)
    return [head, *(buffer.raw() for buffer in buffers)]


def value_of(frames: Frames, unpickler: type[pickle.Unpickler] = pickle.Unpickler) -> Any:
    """Returns the value back; arrays in it lie in the memory of the frames.

    Example:
        >>> value_of(frames_of({"a": 1}))
        {'a': 1}
    """
    return unpickler(BytesIO(frames[0]), buffers=frames[1:]).load()


def digest(frames: Frames) -> bytes:
    """Returns what differs where frames differ."""
    found = hashlib.blake2b(digest_size=16)
    for frame in frames:
        found.update(frame)
    return found.digest()


def write(file: RawIOBase, frames: Frames) -> None:
    """Writes frames to a pipe."""
    sizes = [memoryview(frame).nbytes for frame in frames]
    _write_all(file, b"".join(NUMBER.pack(n) for n in (len(sizes), *sizes)))
    for frame in frames:
        _write_all(file, frame)


def read(file: RawIOBase) -> Frames:
    """Reads what `write` wrote.

    Raises:
        EOFError: the other side is gone.
    """
    (count,) = NUMBER.unpack(_read_all(file, NUMBER.size))
    sizes = [NUMBER.unpack(_read_all(file, NUMBER.size))[0] for _ in range(count)]
    return [_read_all(file, size) for size in sizes]


def _write_all(file: RawIOBase, data: bytes | bytearray | memoryview) -> None:
    rest = memoryview(data).cast("B") if memoryview(data).nbytes else memoryview(b"")
    while rest:
        rest = rest[file.write(rest) or 0 :]


def _read_all(file: RawIOBase, size: int) -> bytearray:
    data = bytearray(size)
    rest = memoryview(data)
    while rest:
        got = file.readinto(rest)
        if not got:
            raise EOFError
        rest = rest[got:]
    return data
