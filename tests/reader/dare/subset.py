"""Copies of some frames (subset.md): a file that shows what it has of the original, at the offsets of the original."""

import bisect
import os

from . import Refused, require
from .frames import frame_before, records
from .octets import count, parse_object, write_json

_ROW, _MOST = 16, 1 << 20


def open_original(path):
    """The file itself, or what it has of the original where it is a subset."""
    file = open(path, "rb")
    size = file.seek(0, os.SEEK_END)
    try:
        start = frame_before(file, size)
        (header, body, trailer), _ = records(file, start, size)
    except Refused:
        return file
    file.seek(header[0])
    octets = file.read(min(header[1], 128))
    if not octets.startswith(b'{"Subset":'):
        return file
    said = parse_object(octets, "the map").get("Subset")
    require(isinstance(said, dict) and list(said) == ["Length", "Extents"] and write_json({"Subset": said}) == octets, "a map in another form")
    length, rows = count(said["Length"], "Length"), count(said["Extents"], "Extents")
    require(0 < rows <= _MOST and body[1] == rows * _ROW and trailer[1] == 0, "the map does not fit")
    file.seek(body[0])
    extents, end, place = [], -1, 0
    for _ in range(rows):
        row = file.read(_ROW)
        at, size = int.from_bytes(row[:8], "big"), int.from_bytes(row[8:], "big")
        require(end < at and size > 0 and at + size <= length and (extents or at == 0), "the map does not fit")
        extents.append((at, size, place))
        end, place = at + size, place + size
    require(end == length and place == start, "the map does not fit")
    return Original(file, length, extents)


class Original:
    def __init__(self, file, length, extents):
        self._file, self._length, self._extents, self._position = file, length, extents, 0
        self._starts = [start for start, _, _ in extents]

    def seek(self, offset, whence=os.SEEK_SET):
        self._position = offset if whence == os.SEEK_SET else self._length + offset
        return self._position

    def has(self, start, end):
        at, size, _ = self._extents[bisect.bisect_right(self._starts, start) - 1]
        return at <= start and end <= at + size

    def read(self, size):
        size = min(size, self._length - self._position)
        if size <= 0:
            return b""
        require(self.has(self._position, self._position + size), f"what stands at {self._position} is not in this copy")
        at, _, place = self._extents[bisect.bisect_right(self._starts, self._position) - 1]
        self._file.seek(place + self._position - at)
        self._position += size
        return self._file.read(size)
