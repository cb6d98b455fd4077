"""Bodies: octets at any place of a file, and segments that are opened as they are read (sealing.md, section 2)."""

import bisect
import hashlib
import itertools
import zlib

from . import Refused, crypto, require

PLAIN, SEALED = 65536, 65552


class Parts:
    """Ranges of a file, one after the other."""

    def __init__(self, file, ranges):
        self._file, self._ranges = file, [r for r in ranges if r[1] > 0]
        self._ends = list(itertools.accumulate(length for _, length in self._ranges))
        self.length = self._ends[-1] if self._ends else 0

    def read(self, offset, size):
        result, end = b"", min(offset + size, self.length)
        while offset < end:
            number = bisect.bisect_right(self._ends, offset)
            start, length = self._ranges[number]
            within = offset - self._ends[number] + length
            wanted = min(end - offset, length - within)
            self._file.seek(start + within)
            piece = self._file.read(wanted)
            require(len(piece) == wanted, "the file is cut short")
            result, offset = result + piece, offset + wanted
        return result


class Octets:
    def __init__(self, octets):
        self._octets, self.length = octets, len(octets)

    def read(self, offset, size):
        return self._octets[offset:offset + size]


class Segments:
    """The plaintext of A256GCM-S64K, each segment authenticated before anything of it is given out, the last one first."""

    def __init__(self, source, keys, associated):
        self._source, self._keys, self._associated = source, keys, associated
        self._count = -(-source.length // SEALED)
        last = source.length - (self._count - 1) * SEALED
        require(last >= 17 or (self._count == 1 and last == 16), "the body is cut short")
        require(self._count <= 1 << 32, "the body has too many segments")
        self.length, self._held = source.length - 16 * self._count, None
        self._segment(self._count - 1)

    def _segment(self, number):
        if self._held is None or self._held[0] != number:
            octets = self._source.read(number * SEALED, SEALED)
            nonce = self._keys.nonce + number.to_bytes(4, "big") + bytes([number == self._count - 1])
            self._held = number, crypto.gcm_open(self._keys.key, nonce, self._associated, octets[:-16], octets[-16:])
        return self._held[1]

    def read(self, offset, size):
        result, end = b"", min(offset + size, self.length)
        while offset < end:
            segment = self._segment(offset // PLAIN)
            piece = segment[offset % PLAIN:][:end - offset]
            result, offset = result + piece, offset + len(piece)
        return result


def blocks(source):
    for offset in range(0, source.length, PLAIN):
        yield source.read(offset, PLAIN)


def expanded(pieces, encoding, size):
    """What was compressed before it was sealed, size octets (archive.md)."""
    if encoding is None:
        yield from pieces
        return
    require(encoding == "gzip", f"content in {encoding}, which the standard library does not read")
    stream, left = zlib.decompressobj(31), size
    for piece in pieces:
        while piece:
            try:
                part = stream.decompress(piece, PLAIN)
            except zlib.error as e:
                raise Refused("content that is not gzip") from e
            left, piece = left - len(part), stream.unconsumed_tail
            require(left >= 0 and not stream.unused_data, "content is longer than its Size")
            yield part
    require(stream.eof and left == 0, "content is shorter than its Size")


def digest_of(name, source):
    """The digest of what comes in blocks, by its name in dig."""
    digest = {"S512": hashlib.sha512, "S256": hashlib.sha256}[name]()
    for block in blocks(source):
        digest.update(block)
    return digest.digest()
