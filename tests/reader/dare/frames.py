"""Frames of a sequence (sequence.md, sections 1 and 2): what one says, in the only form that it can be said in."""

import hmac

from . import Refused, crypto, require, tree
from .bodies import Parts, digest_of
from .octets import b64, binary, count, in_order, integer, parse_object, string, text, write_json
from .sealing import Sealing

META = {"application/dare-exchange": "exchange", "application/dare-index": "index", "application/dare-checkpoint": "checkpoint",
        "application/dare-erasure": "erasure"}
_LIMIT = 1 << 20
_HEADER = ("SequenceInfo", "dig", "enc", "kid", "Salt", "KeyCommit", "recipients", "cloaked", "ContentMetaData")
_TRAILER = ("PayloadDigest", "signatures", "ApexDigest", "seqsignatures")
_INFO = ("DataEncoding", "ContainerType", "Index", "IsMeta", "TreePosition", "IndexPosition", "ExchangePosition")
_SIGNATURE = ("kid", "alg", "SignedData", "signature", "witness")


def prev(i):
    m, d = i + 1, (i + 1) & -(i + 1)
    return i - d if m != d else d // 2 - 1


def _length(octets, code):
    """A code and a length in the fewest octets that hold it: (length, octets taken)."""
    require(octets and octets[0] & 0xFC == code, "no frame stands here")
    width = 1 << (octets[0] & 3)
    value = int.from_bytes(octets[1:1 + width], "big")
    fewest = 1 if value < 1 << 8 else 2 if value < 1 << 16 else 4 if value < 1 << 32 else 8
    require(len(octets) > width and width == fewest and value < 1 << 63, "a length is not in the fewest octets, or cut short")
    return value, 1 + width


def _octets(file, offset, size):
    file.seek(offset)
    return file.read(size)


def records(file, start, end):
    """The three records of the frame that begins at an offset, each (offset, octets), and where the frame ends."""
    def at(offset, size):
        return _octets(file, offset, max(0, min(size, end - offset)))
    length, taken = _length(at(start, 9), 0xF4)
    frame_end = start + length + 2 * taken
    require(frame_end <= end, "a frame is cut short")
    require(at(frame_end - taken, taken) == at(start, taken)[::-1], "the lengths of a frame do not agree")
    found, place = [], start + taken
    for _ in range(3):
        size, own = _length(at(place, 9), 0xF0)
        found.append((place + own, size))
        place += own + size
        require(place <= frame_end - taken, "a record is longer than its frame")
    require(place == frame_end - taken, "a frame has more or less than three records")
    return found, frame_end


class Frame:
    """The frame that begins at an offset; index None takes the number that it gives itself, and the tree shows whether that is right."""

    def __init__(self, file, start, end, index):
        self.start, self.index = start, index
        (header, body, trailer), self.end = records(file, start, end)
        require(header[1] <= _LIMIT and trailer[1] <= _LIMIT, "a header or a trailer is too long")
        self.body = Parts(file, [body])
        self.length = self.end - start
        self._read(_octets(file, *header), _octets(file, *trailer))

    def _read(self, header_octets, trailer_octets):
        header, trailer = parse_object(header_octets, "a header"), parse_object(trailer_octets, "a trailer")
        in_order(header, _HEADER, "a header")
        in_order(trailer, _TRAILER, "a trailer")
        require(write_json(header) == header_octets and write_json(trailer) == trailer_octets, "a header or a trailer is not in the only form")
        self.sealing = s = Sealing(header, trailer)
        self.info = info = header.get("SequenceInfo")
        require(isinstance(info, dict), "a frame has no SequenceInfo")
        in_order(info, _INFO, "SequenceInfo")
        numbers = {n: count(info[n], n) for n in _INFO[2:] if n in info and n != "IsMeta"}
        self.index = numbers.get("Index") if self.index is None else self.index
        require(numbers.get("Index") == self.index and self.index is not None, f"another frame stands where frame {self.index} should be")
        require(info.get("IsMeta", True) is True, "IsMeta is true or absent")
        first = {"DataEncoding": "JSON", "ContainerType": "MerkleLog"} if self.index == 0 else {}
        require({n: info[n] for n in _INFO[:2] if n in info} == first, "frame 0 alone begins a MerkleLog")
        require(("TreePosition" in info) == (self.index > 0), "TreePosition stands in all frames but 0")
        require(s.dig == "S512" and s.digest and s.enc in (None, "A256GCM-S64K"), "dig, enc or PayloadDigest is not that of a sequence")
        self.apex = trailer.get("ApexDigest", "")
        self.root_signatures = trailer.get("seqsignatures", [])
        for name in ("signatures", "seqsignatures"):
            require(name not in trailer or (isinstance(trailer[name], list) and 0 < len(trailer[name]) <= 256), f"{name} is not a list")
            for entry in trailer.get(name, []):
                require(isinstance(entry, dict), "a signature is no object")
                in_order(entry, _SIGNATURE, "a signature")
        self.meta = parse_object(s.meta, "ContentMetaData") if s.meta else {}
        self._covered()

    def _covered(self):
        s, addressed, hidden = self.sealing, self.sealing.recipients is not None, self.sealing.cloaked is not None
        require(addressed == ("RecipientsDigest" in self.meta) == (s.kid is not None), "recipients that nothing covers")
        require(not (addressed and "ExchangePosition" in self.info), "recipients beside an exchange frame")
        require(hidden == ("CloakedDigest" in self.meta), "hidden metadata that nothing covers")
        if addressed:
            require(b64(self.meta["RecipientsDigest"]) == crypto.sha256(write_json(s.recipients)), "the recipients are not those of the frame")
        self.kind = META.get(self.meta.get("cty")) if "cty" in self.meta else None
        require((self.kind is not None) == ("IsMeta" in self.info), "IsMeta contradicts the type of the frame")

    def leaf(self, salt_digest=None):
        """The leaf; with the digest of a salt that was erased."""
        s = self.sealing
        if salt_digest is None:
            salt_digest = crypto.sha256(s.salt) if s.salt else b""
        return tree.leaf(integer(self.index) + string(s.dig) + binary(s.digest) + binary(b"") + binary(crypto.sha256(s.meta))
                         + string(s.enc or "") + binary(salt_digest) + binary(s.commit or b""))

    def verify_body(self):
        require(hmac.compare_digest(digest_of("S512", self.body), self.sealing.digest), f"the body of frame {self.index} does not have its digest")


def frame_before(file, end):
    """Where the frame begins that ends at an offset: its length stands there in reverse order."""
    file.seek(max(0, end - 9))
    octets = file.read(end - max(0, end - 9))[::-1]
    length, taken = _length(octets, 0xF4)
    start = end - length - 2 * taken
    if start < 0:
        raise Refused("a frame begins before the file")
    return start
