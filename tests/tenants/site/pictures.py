"""Pictures for tests, made by hand: small, right, and then spoiled."""

from __future__ import annotations

import struct
import zlib


def chunk(name: bytes, body: bytes) -> bytes:
    """One PNG chunk with a right checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(
    width: int = 2, height: int = 2, *, extra: bytes = b"", tail: bytes = b"", pixels: bytes | None = None
) -> bytes:
    """A red RGB picture; ``extra`` chunks before the pixels, ``tail`` behind the end."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = pixels if pixels is not None else (b"\0" + b"\xff\0\0" * width) * height
    body = chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body + tail


def jpeg(width: int = 8, height: int = 8, *, extra: bytes = b"", tail: bytes = b"") -> bytes:
    """A grey JPEG of one block; ``extra`` segments after the start, ``tail`` behind the end."""
    table = b"\xff\xdb\x00\x43\x00" + b"\x01" * 64
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    one_code = bytes([1]) + bytes(15)
    huffman = b"".join(
        b"\xff\xc4" + struct.pack(">H", 2 + 1 + 16 + 1) + bytes([number]) + one_code + b"\x00"
        for number in (0x00, 0x10)
    )
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x3f"
    return b"\xff\xd8" + extra + table + frame + huffman + scan + b"\xff\xd9" + tail


def segment(marker: int, body: bytes) -> bytes:
    """One JPEG segment."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body
