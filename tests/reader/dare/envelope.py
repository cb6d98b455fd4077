"""Single envelopes in the file form (sealing.md, section 1)."""

from . import Refused, require
from .bodies import Octets, Parts, blocks
from .octets import b64, parse_object
from .sealing import Sealing

_SPACE = b" \t\r\n"
_LIMIT = 1 << 20
_TRAILER = ("PayloadDigest", "PayloadTag", "signatures", "ApexDigest", "seqsignatures")


class Envelope:
    def __init__(self, path, at_hand):
        self._file, self._at = open(path, "rb"), 0
        self._size = self._file.seek(0, 2)
        self._expect(b"[")
        header = self._object("the header")
        self._expect(b",")
        self.body = self._body()
        trailer = {}
        if self._peek() == b",":
            self._expect(b",")
            trailer = self._object("the trailer")
        self._expect(b"]")
        require(self._peek() == b"", "octets follow the envelope")
        require(not any(n in header for n in _TRAILER), "members of the trailer stand in the header")
        self.sealing = Sealing(header, trailer)
        self._verify(at_hand)

    def _verify(self, at_hand):
        sealing = self.sealing
        require(sealing.meta == b"" or "Detached" not in parse_object(sealing.meta, "ContentMetaData"), "the signatures are over a file that is kept apart")
        if sealing.digest is not None:
            require(sealing.is_digest_of(self.body), "the body does not have its digest")
        self.seed = sealing.find_seed(at_hand) if sealing.enc is not None and at_hand else None
        sealing.verify_signatures(at_hand.signers, self.seed)
        self.signed = bool(at_hand.signers)
        self.meta, self.annotations = None, []
        if sealing.enc is None or self.seed is not None:
            cloaked, self.annotations = sealing.open_sequences(self.seed)
            self.meta = sealing.meta
            if cloaked is not None:
                self.meta = b64(parse_object(cloaked, "the cloaked header").get("ContentMetaData", ""))

    def content(self):
        """The plaintext, piece by piece; what was given out counts once the last piece came."""
        sealing = self.sealing
        if sealing.enc is None:
            yield from blocks(self.body)
            return
        if self.seed is None:
            raise Refused("no key at hand opens this")
        if sealing.enc == "A256GCM":
            require(self.body.length <= 1 << 26, "a body in one piece is too long")
            yield sealing.open_single(self.seed, self.body.read(0, self.body.length))
        else:
            yield from blocks(sealing.open_segments(self.seed, self.body))

    def _read(self, size):
        self._file.seek(self._at)
        return self._file.read(size)

    def _peek(self):
        while (octet := self._read(1)) and octet in _SPACE:
            self._at += 1
        return octet

    def _expect(self, octet):
        require(self._peek() == octet, "not an envelope")
        self._at += 1

    def _object(self, what):
        require(self._peek() == b"{", f"{what} is not a JSON object")
        octets = self._read(_LIMIT)
        depth, in_text, escaped = 0, False, False
        for i, octet in enumerate(octets):
            if in_text:
                in_text = escaped or octet != 0x22
                escaped = not escaped and octet == 0x5C
            elif octet == 0x22:
                in_text = True
            elif octet in b"{[":
                depth += 1
            elif octet in b"}]":
                depth -= 1
                if depth == 0:
                    self._at += i + 1
                    return parse_object(octets[:i + 1], what)
        raise Refused(f"{what} does not end")

    def _body(self):
        if self._peek() == b'"':
            octets = self._read(self._size)[1:]
            end = octets.find(b'"')
            require(end >= 0, "the body does not end")
            self._at += end + 2
            return Octets(b64(octets[:end].decode("latin-1")))
        ranges, last = [], False
        while not last:
            tag = self._read(1)
            require(tag and 0x88 <= tag[0] <= 0x8F, "the body is not binary")
            last, width = tag[0] < 0x8C, 1 << (tag[0] & 3)
            length = int.from_bytes(self._read(1 + width)[1:], "big")
            ranges.append((self._at + 1 + width, length))
            self._at += 1 + width + length
            require(self._at <= self._size, "the body is cut short")
        return Parts(self._file, ranges)
