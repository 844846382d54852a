"""Pictures from outside: taken apart and put together again, so that nothing but a picture is kept.

Only PNG and JPEG. Of a PNG the pixels are unpacked, counted and packed anew; of a JPEG only the segments
a decoder needs are copied. Comments, metadata (where a photo was taken), animation, colour profiles and
whatever hangs on the end – the usual places of a second file inside a picture – are gone.
Sources: PNG (ISO/IEC 15948), JPEG (ITU-T T.81).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
JPEG_START: Final = b"\xff\xd8"
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS: Final = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_KEPT_CHUNKS: Final = (b"PLTE", b"tRNS", b"gAMA", b"sRGB")
_SCAN: Final = 0xDA
_END: Final = 0xD9
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
_NEEDED: Final = _FRAMES | {0xDB, 0xC4, 0xDD, _SCAN}
"""Frames, quantisation and Huffman tables, restart interval, scans."""
_KNOWN: Final = _NEEDED | frozenset(range(0xE0, 0xF0)) | {0xFE}
"""Those, and metadata and comments, which are left out."""
_ADOBE: Final = b"\xff\xee\x00\x0eAdobe"
"""How colours are stored; always 14 bytes, so that nothing can hide in it."""


class NotAPicture(ValueError):
    """The bytes are no PNG or JPEG that can be kept."""


class PictureTooLarge(ValueError):
    """More pixels than allowed: small files may unpack to gigabytes."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is safe to show."""

    content: bytes
    media_type: str
    width: int
    height: int


def read_picture(data: bytes, *, longest_side: int) -> Picture:
    """The picture in these bytes, rewritten. Raises ``NotAPicture`` or ``PictureTooLarge``."""
    try:
        if data.startswith(PNG_SIGNATURE):
            return _png(data, longest_side)
        if data.startswith(JPEG_START):
            return _jpeg(data, longest_side)
    except (struct.error, zlib.error, IndexError) as error:
        raise NotAPicture from error
    raise NotAPicture


def _check_size(width: int, height: int, longest_side: int) -> None:
    if not width or not height:
        raise NotAPicture
    if max(width, height) > longest_side:
        raise PictureTooLarge


# -- PNG --------------------------------------------------------------------------------------------


def _png(data: bytes, longest_side: int) -> Picture:
    chunks = list(_png_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR":
        raise NotAPicture
    header = chunks[0][1]
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(">IIBBBBB", header)
    if depth not in _DEPTHS.get(colour, ()) or compression or filtering or interlace > 1:
        raise NotAPicture
    _check_size(width, height, longest_side)
    packed = b"".join(body for name, body in chunks if name == b"IDAT")
    pixels = _unpacked(packed, _png_bytes(width, height, depth * _CHANNELS[colour], interlaced=bool(interlace)))
    kept = [(name, body) for name, body in chunks if name in _KEPT_CHUNKS]
    if len({name for name, _body in kept}) < len(kept) or any(len(body) > 768 for _name, body in kept):
        raise NotAPicture
    written = [(b"IHDR", header), *kept, (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b"")]
    return Picture(PNG_SIGNATURE + b"".join(map(_png_chunk, written)), "image/png", width, height)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk up to IEND; checksums must be right. Raises ``NotAPicture``."""
    at = len(PNG_SIGNATURE)
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, at + 8 + length)
        if len(body) != length or zlib.crc32(name + body) != checksum:
            raise NotAPicture
        yield name, body
        if name == b"IEND":
            return
        at += 12 + length


def _png_chunk(chunk: tuple[bytes, bytes]) -> bytes:
    name, body = chunk
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png_bytes(width: int, height: int, bits: int, *, interlaced: bool) -> int:
    """So many bytes the unpacked pixels have: each line begins with the number of its filter."""
    if not interlaced:
        return height * (1 + (width * bits + 7) // 8)
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    total = 0
    for left, top, across, down in passes:
        columns, rows = (width - left + across - 1) // across, (height - top + down - 1) // down
        total += rows * (1 + (columns * bits + 7) // 8) if columns > 0 and rows > 0 else 0
    return total


def _unpacked(packed: bytes, expected: int) -> bytes:
    """Exactly the expected number of bytes, never more in memory. Raises ``NotAPicture``."""
    unpacker = zlib.decompressobj()
    pixels = unpacker.decompress(packed, expected + 1)
    if len(pixels) != expected:
        raise NotAPicture
    return pixels


# -- JPEG -------------------------------------------------------------------------------------------


def _jpeg(data: bytes, longest_side: int) -> Picture:
    segments = list(_jpeg_segments(data))
    frames = [segment for marker, segment in segments if marker in _FRAMES]
    if len(frames) != 1 or not any(marker == _SCAN for marker, _segment in segments):
        raise NotAPicture
    precision, height, width, components = struct.unpack_from(">BHHB", frames[0], 4)
    if precision != 8 or components not in {1, 3, 4}:
        raise NotAPicture
    _check_size(width, height, longest_side)
    kept = [segment for marker, segment in segments if marker in _NEEDED or segment.startswith(_ADOBE)]
    return Picture(b"".join([JPEG_START, *kept, b"\xff\xd9"]), "image/jpeg", width, height)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every segment up to the end of the picture, a scan with its pixels. Raises ``NotAPicture``."""
    at = 2
    while (marker := _marker_at(data, at)) != _END:
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(data) or marker not in _KNOWN:
            raise NotAPicture
        if marker == _SCAN:
            end = _end_of_scan(data, end)
        yield marker, data[at:end]
        at = end


def _marker_at(data: bytes, at: int) -> int:
    if data[at] != 0xFF:
        raise NotAPicture
    return data[at + 1]


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands: in a scan FF is followed by 00 or by a restart number."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise NotAPicture
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
