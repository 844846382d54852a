"""T29: what is kept of an uploaded picture is a picture and nothing else."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.site.pictures import NotAPicture, PictureTooLarge, read_picture
from tests.tenants.site.pictures import chunk, jpeg, png, segment

SCRIPT = b"<script>alert(1)</script>"


def test_plain_pictures_are_kept() -> None:
    """With their size; reading what was written gives the same again."""
    for data, kind, size in ((png(3, 2), "image/png", (3, 2)), (jpeg(), "image/jpeg", (8, 8))):
        picture = read_picture(data, longest_side=100)
        assert (picture.media_type, (picture.width, picture.height)) == (kind, size)
        assert read_picture(picture.content, longest_side=100) == picture


@pytest.mark.parametrize(
    "data",
    [
        png(extra=chunk(b"tEXt", b"Comment\0" + SCRIPT)),
        png(extra=chunk(b"iCCP", SCRIPT)),
        png(tail=SCRIPT),
        png(tail=b"PK\x03\x04" + SCRIPT),
        jpeg(extra=segment(0xFE, SCRIPT)),
        jpeg(extra=segment(0xE1, b"Exif\0\0" + SCRIPT)),
        jpeg(extra=segment(0xEE, SCRIPT)),
        jpeg(tail=SCRIPT),
    ],
    ids=["text", "profile", "tail", "zip", "comment", "exif", "adobe", "jpeg tail"],
)
def test_a_second_file_inside_a_picture_is_gone(data: bytes) -> None:
    """Comments, metadata, and what hangs on the end."""
    assert SCRIPT in data
    assert SCRIPT not in read_picture(data, longest_side=100).content


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + SCRIPT,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html>" + SCRIPT,
        b"\xef\xbb\xbf<svg/>",
        b"%PDF-1.7",
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"\x89PNG\r\n\x1a\n" + SCRIPT,
        png()[:-20],
        png(pixels=b"\0" * 5),
        png(pixels=b"\0" * 5000),
        png().replace(b"IDAT", b"IDAX"),
        png(extra=chunk(b"PLTE", b"\0" * 9000)),
        png(0, 2),
        b"\xff\xd8" + SCRIPT,
        b"\xff\xd8\xff\xd9",
        jpeg()[:-2],
        jpeg(extra=b"\xff\xe1\x00\x01"),
        jpeg(extra=segment(0xC9, b"\0" * 15)),
        jpeg(0, 8),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    """By what it is, whatever it is called."""
    with pytest.raises(NotAPicture):
        read_picture(data, longest_side=100)


def test_bombs_are_refused_before_they_unpack() -> None:
    """A header that promises too many pixels, and pixels that unpack to more than the header says."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
    with pytest.raises(PictureTooLarge):
        read_picture(bomb + chunk(b"IEND", b""), longest_side=2_000)
    with pytest.raises(PictureTooLarge):
        read_picture(jpeg(5_000, 8), longest_side=2_000)
    with pytest.raises(NotAPicture):
        read_picture(png(pixels=b"\0" * 50_000_000), longest_side=2_000)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([png(3, 3), jpeg()]), st.data())
def test_no_damage_is_an_error_of_ours(data: bytes, draw: st.DataObject) -> None:
    """Any byte changed, any length cut."""
    at = draw.draw(st.integers(0, len(data) - 1))
    spoiled = data[:at] + bytes([draw.draw(st.integers(0, 255))]) + data[at + 1 :]
    for candidate in (spoiled, data[:at]):
        try:
            read_picture(candidate, longest_side=100)
        except (NotAPicture, PictureTooLarge):
            continue
