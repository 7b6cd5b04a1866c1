"""Hashes of bytes that do not change from one process, machine or release to another.

Files say which bin a word falls into only by the function that counted it, so these two are those
that Keras's layers use: FarmHash's 64-bit fingerprint, and SipHash where there is a salt.

Sources: G. Pike and J. Alakuijala, FarmHash, `Fingerprint64`; J.-P. Aumasson and D. J. Bernstein,
"SipHash: a fast short-input PRF", 2012 (SipHash-2-4).
"""

from collections.abc import Sequence

ALL = 0xFFFFFFFFFFFFFFFF
K0 = 0xC3A5C85C97CB3127
K1 = 0xB492B66FBE98F273
K2 = 0x9AE16A3B2F90404F
CAT = 0xC6A4A7935BD1E995
SIP = (0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573)


def fingerprint(data: bytes) -> int:
    """Returns FarmHash's 64-bit fingerprint.

    Example:
        >>> fingerprint(b"a") % 1000
        939
    """
    length = len(data)
    if length <= 16:
        return _short(data)
    if length <= 32:
        return _up_to_32(data)
    return _up_to_64(data) if length <= 64 else _long(data)


def joined(one: int, other: int) -> int:
    """Returns a fingerprint of two fingerprints, in which their order counts."""
    result = one ^ CAT
    result ^= _shifted(other * CAT & ALL) * CAT & ALL
    result = result * CAT & ALL
    return _shifted(_shifted(result) * CAT & ALL)


def _fetch(data: bytes, at: int, size: int = 8) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _rotated(value: int, by: int) -> int:
    value &= ALL
    return (value >> by | value << (64 - by)) & ALL


def _shifted(value: int) -> int:
    return value ^ value >> 47


def _mixed(one: int, other: int, factor: int) -> int:
    one, other = one & ALL, other & ALL
    first = _shifted((one ^ other) * factor & ALL)
    return _shifted((other ^ first) * factor & ALL) * factor & ALL


def _short(data: bytes) -> int:
    length = len(data)
    factor = K2 + 2 * length
    if length >= 8:
        a, b = _fetch(data, 0) + K2, _fetch(data, length - 8)
        c = _rotated(b, 37) * factor + a
        return _mixed(c, (_rotated(a, 25) + b) * factor, factor & ALL)
    if length >= 4:
        first, last = _fetch(data, 0, 4), _fetch(data, length - 4, 4)
        return _mixed(length + (first << 3), last, factor & ALL)
    if not length:
        return K2
    y = data[0] + (data[length >> 1] << 8)
    z = length + (data[-1] << 2)
    return _shifted((y * K2 ^ z * K0) & ALL) * K2 & ALL


def _ends(data: bytes, first: int) -> tuple[int, int, int, int, int]:
    length = len(data)
    factor = (K2 + 2 * length) & ALL
    a, b = _fetch(data, 0) * first, _fetch(data, 8)
    c, d = _fetch(data, length - 8) * factor, _fetch(data, length - 16) * K2
    return factor, a & ALL, b, c & ALL, d & ALL


def _up_to_32(data: bytes) -> int:
    factor, a, b, c, d = _ends(data, K1)
    return _mixed(_rotated(a + b, 43) + _rotated(c, 30) + d, a + _rotated(b + K2, 18) + c, factor)


def _up_to_64(data: bytes) -> int:
    factor, a, b, c, d = _ends(data, K2)
    length = len(data)
    y = (_rotated(a + b, 43) + _rotated(c, 30) + d) & ALL
    z = _mixed(y, a + _rotated(b + K2, 18) + c, factor)
    e, f = _fetch(data, 16) * factor & ALL, _fetch(data, 24)
    g = (y + _fetch(data, length - 32)) * factor & ALL
    h = (z + _fetch(data, length - 24)) * factor & ALL
    return _mixed(_rotated(e + f, 43) + _rotated(g, 30) + h, e + _rotated(f + a, 18) + g, factor)


def _weak(data: bytes, at: int, a: int, b: int) -> tuple[int, int]:
    """Mixes 32 bytes into two numbers."""
    w, x, y, z = (_fetch(data, at + 8 * i) for i in range(4))
    a = (a + w) & ALL
    b = _rotated(b + a + z, 21)
    c = a
    a = (a + x + y) & ALL
    b = (b + _rotated(a, 44)) & ALL
    return (a + z) & ALL, (b + c) & ALL


def _long(data: bytes) -> int:
    length = len(data)
    x, y = 81, (81 * K1 + 113) & ALL
    z = _shifted((y * K2 + 113) & ALL) * K2 & ALL
    v, w = (0, 0), (0, 0)
    x = (x * K2 + _fetch(data, 0)) & ALL
    for at in range(0, (length - 1) // 64 * 64, 64):
        x = _rotated(x + y + v[0] + _fetch(data, at + 8), 37) * K1 & ALL
        y = _rotated(y + v[1] + _fetch(data, at + 48), 42) * K1 & ALL
        x ^= w[1]
        y = (y + v[0] + _fetch(data, at + 40)) & ALL
        z = _rotated(z + w[0], 33) * K1 & ALL
        v = _weak(data, at, v[1] * K1 & ALL, x + w[0])
        w = _weak(data, at + 32, z + w[1], y + _fetch(data, at + 16))
        z, x = x, z
    factor = (K1 + ((z & 0xFF) << 1)) & ALL
    at = length - 64
    w = ((w[0] + (length - 1) % 64) & ALL, w[1])
    v = ((v[0] + w[0]) & ALL, v[1])
    w = ((w[0] + v[0]) & ALL, w[1])
    x = _rotated(x + y + v[0] + _fetch(data, at + 8), 37) * factor & ALL
    y = _rotated(y + v[1] + _fetch(data, at + 48), 42) * factor & ALL
    x ^= w[1] * 9 & ALL
    y = (y + v[0] * 9 + _fetch(data, at + 40)) & ALL
    z = _rotated(z + w[0], 33) * factor & ALL
    v = _weak(data, at, v[1] * factor & ALL, x + w[0])
    w = _weak(data, at + 32, z + w[1], y + _fetch(data, at + 16))
    z, x = x, z
    first = _mixed(v[0], w[0], factor) + _shifted(y) * K0 + z
    return _mixed(first, _mixed(v[1], w[1], factor) + x, factor)


def siphash(data: bytes, key: Sequence[int]) -> int:
    """Returns the hash of SipHash-2-4 under a key of two 64-bit numbers.

    Example:
        >>> siphash(b"omar", (133, 133)) % 1000
        389
    """
    k0, k1 = (part & ALL for part in key)
    v = [SIP[0] ^ k0, SIP[1] ^ k1, SIP[2] ^ k0, SIP[3] ^ k1]
    whole = len(data) // 8 * 8
    words = [_fetch(data, at) for at in range(0, whole, 8)]
    words.append(_fetch(data, whole) | (len(data) & 0xFF) << 56)
    for word in words:
        v[3] ^= word
        _rounds(v, 2)
        v[0] ^= word
    v[2] ^= 0xFF
    _rounds(v, 4)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def _rounds(v: list[int], count: int) -> None:
    a, b, c, d = v
    for _ in range(count):
        a = (a + b) & ALL
        c = (c + d) & ALL
        b, d = _left(b, 13) ^ a, _left(d, 16) ^ c
        a = _left(a, 32)
        c = (c + b) & ALL
        a = (a + d) & ALL
        b, d = _left(b, 17) ^ c, _left(d, 21) ^ a
        c = _left(c, 32)
    v[:] = a, b, c, d


def _left(value: int, by: int) -> int:
    return (value << by | value >> (64 - by)) & ALL
