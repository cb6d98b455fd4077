"""The tables of an index frame, page by page (sequence.md, section 5)."""

from collections import namedtuple

from . import crypto, require
from .octets import b64, count
from .tree import completed_before

PAGE = 65536
Entry = namedtuple("Entry", "key type event mode frame size time")
TYPES, EVENTS = ("entry", "file", "folder", "link"), ("New", "Update", "Delete", "Erase")


class Info:
    """FrameIndex, from the metadata of the frame."""

    def __init__(self, frame):
        said = frame.meta.get("FrameIndex")
        require(frame.kind == "index" and isinstance(said, dict), f"frame {frame.index} is no index frame")
        self.first, self.length = count(said.get("First"), "First"), count(said.get("Length"), "Length")
        self.digest, self.frontier = b64(said.get("Digest")), b64(said.get("Frontier"))
        self.exchange = count(said["Exchange"], "Exchange") if "Exchange" in said else None
        require(self.first < frame.index and len(self.digest) == 32, f"index frame {frame.index} does not say what it covers")


class Tables:
    def __init__(self, frame, info, body):
        """Body: the plaintext of the frame's body."""
        self._body, self._info, self._pages = body, info, {}
        pages = -(-info.length // PAGE)
        require(48 <= info.length <= PAGE * 4096 and body.length == info.length + 32 * pages, "an index frame does not have its length")
        self._digests = body.read(info.length, 32 * pages)
        require(crypto.sha256(self._digests) == info.digest, "an index frame does not have its digest")
        self.first, self.frames, self.entries, self._key_octets, self.unlisted = (self._number(8 * i) for i in range(1, 6))
        require(self._read(0, 8) == b"DAREIDX1" and self.first == info.first and self.frames == frame.index - info.first <= 1 << 20
                and self.entries <= self.frames and self.unlisted <= self.frames, "an index frame has tables that do not fit it")
        self._nodes = 48 + 8 * self.frames
        self._entries = self._nodes + 32 * (completed_before(frame.index) - completed_before(self.first))
        self._keys = self._entries + 40 * self.entries
        require(self._keys + self._key_octets == info.length, "an index frame has tables that do not fit it")

    def _read(self, offset, size):
        result = b""
        while size > 0:
            number, within = divmod(offset, PAGE)
            if number not in self._pages:
                page = self._body.read(number * PAGE, min(PAGE, self._info.length - number * PAGE))
                require(crypto.sha256(page) == self._digests[32 * number:32 * number + 32], "a page of an index frame does not have its digest")
                self._pages[number] = page
            piece = self._pages[number][within:within + size]
            require(piece, "an index frame refers to octets that it does not have")
            result, offset, size = result + piece, offset + len(piece), size - len(piece)
        return result

    def _number(self, offset):
        return int.from_bytes(self._read(offset, 8), "big")

    def covers(self, frame):
        return self.first <= frame < self.first + self.frames

    def offset(self, frame):
        return self._number(48 + 8 * (frame - self.first))

    def node(self, level, number):
        completes = ((number + 1) << level) - 1
        return self._read(self._nodes + 32 * (completed_before(completes) - completed_before(self.first) + level), 32)

    def entry(self, position):
        row = self._read(self._entries + 40 * position, 40)
        at, length = int.from_bytes(row[:8], "big"), int.from_bytes(row[8:12], "big")
        frame, size, time = (int.from_bytes(row[i:i + 8], "big") for i in (16, 24, 32))
        require(length <= 4096 and at + length <= self._key_octets and self.covers(frame) and row[12] < 4 and row[13] < 4
                and size < 1 << 63, "an index frame has an entry that is none")
        key = self._read(self._keys + at, length)
        return Entry(key, TYPES[row[12]], EVENTS[row[13]], int.from_bytes(row[14:16], "big"), frame, size, time)

    def all_entries(self):
        entries = [self.entry(i) for i in range(self.entries)]
        require(all(a[0::4] < b[0::4] for a, b in zip(entries, entries[1:])), "the entries of an index frame are not in order")
        return entries
