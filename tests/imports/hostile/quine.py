"""A ZIP that holds itself, so that whoever unpacks all that is in it never ends.

As Russ Cox found in 2010 ("Zip files all the way down"): the packed data are a program of "print what follows" and
"repeat what came last" that prints the whole file, itself among it. The checksum of the whole stands in it as well,
and comes from 32 linear equations.
"""

import struct
import zlib
from functools import cache

_NAME = b"r" * 219 + b".zip"  # so long that saying what is repeated takes exactly five bytes


@cache
def quine() -> bytes:
    for stamp in range(100):  # the time of the entry; half of the equations have no solution
        start = zlib.crc32(_file(0, stamp))
        columns = [zlib.crc32(_file(1 << bit, stamp)) ^ start ^ (1 << bit) for bit in range(32)]
        checksum = _solved(columns, start)
        if checksum is not None:
            return _file(checksum, stamp)
    raise AssertionError("there is always one")


def _file(checksum: int, stamp: int) -> bytes:
    prefix, suffix = _prefix(checksum, stamp, 0, 0), _suffix(checksum, stamp, 0, 0)
    packed = len(_program(prefix, suffix))
    size = len(prefix) + packed + len(suffix)
    prefix, suffix = _prefix(checksum, stamp, packed, size), _suffix(checksum, stamp, packed, size)
    return prefix + _program(prefix, suffix) + suffix


def _prefix(checksum: int, stamp: int, packed: int, size: int) -> bytes:
    return b"PK\3\4" + _fields(checksum, stamp, packed, size) + _NAME


def _suffix(checksum: int, stamp: int, packed: int, size: int) -> bytes:
    entry = b"PK\1\2\x14\0" + _fields(checksum, stamp, packed, size) + struct.pack("<HHHII", 0, 0, 0, 0, 0) + _NAME
    at = 30 + len(_NAME) + packed
    return entry + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(entry), at, 0)


def _fields(checksum: int, stamp: int, packed: int, size: int) -> bytes:
    return struct.pack("<HHHHHIIIHH", 20, 0, 8, stamp, 33, checksum, packed, size, len(_NAME), 0)


def _program(prefix: bytes, suffix: bytes) -> bytes:
    before, after = len(prefix) + 5, len(suffix) + 7
    a, one, four, z = _print(before), _print(5), _print(20), _print(after)
    nothing = _print(0)
    again_a, again_four, again_z = _repeat(before, before), _repeat(20, 10, 10), _repeat(after, 258, after - 258)
    assert (len(again_a), len(again_four), len(again_z)) == (5, 5, 7)
    parts = (
        *(a, prefix, a, again_a, one, again_a, one, one, four, again_a, one, one, four),
        *(again_four, four) * 4,
        *(again_four, nothing, nothing, z) * 2,
        *(again_z, suffix, again_z),
    )
    return b"".join(parts)


def _print(size: int) -> bytes:
    """What stands before `size` bytes that are printed as they are."""
    return struct.pack("<BHH", 0, size, size ^ 0xFFFF)


def _repeat(distance: int, *lengths: int) -> bytes:
    """A block that repeats what was printed `distance` bytes ago. The one of seven bytes is the last of all."""
    matches = "".join(_length(length) + _distance(distance) for length in lengths)
    bits = "010" + matches + "0000000"
    if len(bits) > 40:
        bits = "1" + bits[1:]
    elif len(bits) < 40:
        bits += "0100000000"  # an empty block
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8][::-1], 2) for at in range(0, len(bits), 8))


def _length(length: int) -> str:
    """RFC 1951, 3.2.5 and 3.2.6."""
    if length == 258:
        return f"{285 - 88:08b}"
    code, extra = 257, 0
    start = 3
    while start + (1 << extra) <= length:
        start += 1 << extra
        code += 1
        extra = 0 if code < 265 else (code - 261) // 4
    written = f"{code - 256:07b}" if code < 280 else f"{code - 88:08b}"
    return written + _low_first(length - start, extra)


def _distance(distance: int) -> str:
    code, extra, start = 0, 0, 1
    while start + (1 << extra) <= distance:
        start += 1 << extra
        code += 1
        extra = max(0, (code - 2) // 2)
    return f"{code:05b}" + _low_first(distance - start, extra)


def _low_first(value: int, bits: int) -> str:
    return f"{value:0{bits}b}"[::-1] if bits else ""


def _solved(columns: list[int], wanted: int) -> int | None:
    """Which columns together give what is wanted, over bits (Gauss)."""
    rows = [(column, 1 << number) for number, column in enumerate(columns)]
    chosen = 0
    for bit in range(32):
        at = 1 << bit
        pivot = next((row for row in rows if row[0] & at), None)
        if pivot is None:
            if wanted & at:
                return None
            continue
        rows.remove(pivot)
        rows = [(row[0] ^ pivot[0], row[1] ^ pivot[1]) if row[0] & at else row for row in rows]
        if wanted & at:
            wanted, chosen = wanted ^ pivot[0], chosen ^ pivot[1]
    return chosen
