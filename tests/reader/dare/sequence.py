"""Sequences: from the end by the index frames, or wholly from frame 0 (sequence.md)."""

import hmac

from . import Refused, require
from .bodies import blocks
from .frames import Frame, frame_before, prev
from .index import EVENTS, Entry, Info, Tables
from .keys import kid_of, read_public
from .octets import b64, parse_object, text
from .sealing import verify_signed_data
from .subset import Original, open_original
from .tree import Frontier

_POLICY = {"Public", "enc", "dig", "Encryption", "Signature", "EncryptKeys", "SignKeys", "Sealed", "Hidden"}
_WORDS = {"Encryption": ("None", "Once", "Session", "Isolated"), "Signature": ("None", "Isolated", "Last", "Any")}


class Policy:
    def __init__(self, said):
        require(isinstance(said, dict) and said.keys() <= _POLICY, "Policy is not an object, or asks for what is not known")
        for name, words in _WORDS.items():
            require(name not in said or said[name] in words, f"Policy has an unknown word for {name}")
        require(said.get("enc", "none") in ("none", "A256GCM-S64K") and said.get("dig", "S512") == "S512", "Policy asks for what is not read")
        self.readers, self.signers = self._keys(said, "EncryptKeys", "X"), self._keys(said, "SignKeys", "Ed")
        self.encryption = said.get("Encryption", "Isolated" if self.readers else "None")
        self.signature = said.get("Signature", "Last" if self.signers else "None")
        require(self.signers or self.signature == "None", "Policy asks for signatures by nobody")
        require(self.encryption != "None" or not self.readers, "Policy names readers of what is in clear")
        self.signs_roots = self.signature in ("Last", "Any")

    @staticmethod
    def _keys(said, name, kind):
        keys = [read_public(k, name) for k in said.get(name, [])]
        require(all(curve.startswith(kind) for curve, _ in keys), f"{name} has a key of another kind")
        return {kid_of(*k): k for k in keys}

    def check(self, frame, exchange):
        """Whether a frame is sealed, addressed and signed as the policy says; exchange is the frame that it names, or None."""
        s, may_sign = frame.sealing, self.signature == "Isolated" and frame.kind is None and frame.index > 0
        # All of EncryptKeys and no other key; those who share a secret are not named in the policy.
        reaches = bool(s.recipients) and {r["kid"] for r in s.recipients if "epk" in r} == set(self.readers)
        if frame.index == 0 or frame.kind in ("checkpoint", "erasure") or self.encryption == "None":
            good = s.enc is None and frame.kind != "exchange"
        elif frame.kind == "exchange":
            good = self.encryption in ("Once", "Session") and s.enc is not None and reaches
        elif self.encryption == "Isolated":
            good = s.enc is not None and reaches and exchange is None
        else:
            good = s.enc is not None and exchange is not None and exchange.kind == "exchange" and (self.encryption == "Session" or exchange.index == 1)
        good &= frame.body.length == {"checkpoint": 0, "exchange": 16}.get(frame.kind, frame.body.length)
        require(good, f"frame {frame.index} is not encrypted as the policy says")
        signed = {e.get("kid") for e in s.signatures}
        require(signed == set(self.signers) if may_sign else not signed, f"frame {frame.index} is not signed as the policy says")
        require(len(signed) == len(s.signatures), f"frame {frame.index} is signed twice by one key")
        require(not frame.root_signatures or (self.signs_roots and frame.kind in ("index", "checkpoint")), "a root is signed where none is to be")

    def check_root(self, frame, origin, root):
        """Whether the seqsignatures of a frame are those that the policy asks for."""
        kids = [e.get("kid") for e in frame.root_signatures]
        enough = set(kids) == set(self.signers) if self.signature == "Last" else kids and set(kids) <= set(self.signers)
        require(enough and len(set(kids)) == len(kids), f"the root in frame {frame.index} is not signed as the policy says")
        for entry in frame.root_signatures:
            require("witness" not in entry, "a root is signed with a witness")
            said = {"Signer": entry["kid"], "Origin": origin, "Count": frame.index + 1, "Root": root}
            verify_signed_data(entry, *self.signers[entry["kid"]], said)


class Sequence:
    """Opened from its end: the last index frame and what follows it are read, the rest where it is needed."""

    def __init__(self, path, at_hand, whole=False):
        self._file, self._keys = open_original(path), at_hand
        self.subset = isinstance(self._file, Original)
        self._size = self._file.seek(0, 2)
        self._seeds, self._tables, self._erased = {}, [], {}
        zero = self._at(0, 0)
        require(zero.length <= 3 << 20, "frame 0 is too long")
        zero.verify_body()
        head = parse_object(zero.body.read(0, zero.body.length), "the body of frame 0")
        self.origin, self.policy = b64(head.get("Origin")), Policy(head.get("Policy", {}))
        require(len(self.origin) == 16 and not zero.sealing.enc, "frame 0 has no Origin")
        index = None if whole and not self.subset else self._last_index()
        try:
            self._open(index or zero)
        except Refused:
            if index is None:
                raise
            self._open(zero)
        self._judge()
        for kid in at_hand.signers:
            require(self.signed and kid in [e["kid"] for e in self.signed[0].root_signatures], f"not signed by {kid}")

    def _at(self, offset, index):
        return Frame(self._file, offset, self._size, index)

    def _last_index(self):
        """Backwards: the last frame, or the one that its IndexPosition names; None where that leads nowhere."""
        try:
            last = self._at(frame_before(self._file, self._size), None)
            if last.kind != "index":
                last = self._at(last.info["IndexPosition"], None)
            return last if last.kind == "index" else None
        except (Refused, KeyError):
            return None

    def _open(self, frame):
        """Goes on from frame 0 or an index frame to the end, or to the first frame that is not as it must be."""
        self.first, self.nodes, self.offsets, self._latest_index = frame.index, [], {}, None
        self.tree, self.fault, self.signed = Frontier(), None, None
        if frame.index > 0:
            self.tree = Frontier(frame.index, Info(frame).frontier)
            if not self.subset:
                self._walk(frame)
        self._append(frame)
        while frame.end < self._size:
            try:
                frame = self._at(frame.end, self.tree.count)
                self._append(frame)
            except Refused as e:
                self.fault = f"what follows frame {self.tree.count - 1} is left out: {e}"
                break
        self.count = self.tree.count

    def _walk(self, frame):
        """Offsets of the frames that later ones may name: the way back from the frame before the index frame."""
        number, offset = frame.index - 1, frame_before(self._file, frame.start)
        while True:
            self.offsets[number] = offset
            if number == 0:
                break
            number, offset = prev(number), self._at(offset, number).info["TreePosition"]
        require(self.offsets[0] == 0, "TreePosition does not lead to frame 0")

    def _leaf(self, frame):
        """The leaf of a frame; of one that is not what it was, the one that a later erasure frame gives (section 13)."""
        try:
            frame.verify_body()
            after, leaf = self.tree.copy(), frame.leaf()
            after.append(leaf)
            if hmac.compare_digest(after.root(), b64(frame.apex)):
                return leaf
        except Refused:
            if not self._find_erasure(frame):
                raise
        return frame.leaf(self._erased[frame.index]) if self._find_erasure(frame) else leaf

    def _find_erasure(self, frame):
        at, number = frame.end, frame.index + 1
        while frame.kind is None and frame.index not in self._erased and at < self._size:
            try:
                later = self._at(at, number)
                if later.kind == "erasure":
                    later.verify_body()
            except Refused:
                break
            if later.kind == "erasure":
                require(later.body.length <= 1024 and not later.sealing.enc, "an erasure frame does not have its form")
                said = parse_object(later.body.read(0, later.body.length), "an erasure")["CatalogedErase"]
                if said["Index"] == frame.index:
                    require(("SaltDigest" in said) == (frame.sealing.salt is not None), "an erasure frame does not fit the frame that it names")
                    self._erased[frame.index] = b64(said["SaltDigest"]) if "SaltDigest" in said else b""
            at, number = later.end, number + 1
        return frame.index in self._erased

    def _append(self, frame):
        known = frame.index > 0 and (not self.subset or prev(frame.index) in self.offsets)
        require(not known or frame.info["TreePosition"] == self.offsets[prev(frame.index)], "a TreePosition is another offset")
        if self._latest_index is not None or self.first == 0:
            expected = self._latest_index.start if self._latest_index else None
            require(frame.info.get("IndexPosition") == expected, f"the IndexPosition of frame {frame.index} is not that of the latest index frame")
        if frame.kind == "index":
            require(Info(frame).frontier == self.tree.octets(), "an index frame has another frontier")
        after, leaf = self.tree.copy(), self._leaf(frame)
        completed = after.append(leaf)
        require(hmac.compare_digest(after.root(), b64(frame.apex)), f"frame {frame.index} does not have the root that the frames up to it give")
        if frame.root_signatures:
            self.policy.check_root(frame, self.origin, after.root())
            self.signed = frame, after.root()
        self.tree, self.offsets[frame.index] = after, frame.start
        self.nodes.append(completed)
        if frame.kind == "index":
            self._latest_index = frame

    def _judge(self):
        """What follows the last signed root is left out where roots are to be signed."""
        self.unsigned = 0
        if self.policy.signs_roots:
            require(self.signed, "no signed root, which the policy asks for")
            self.unsigned = self.count - self.signed[0].index - 1
            self.count -= self.unsigned

    # Frames, their metadata and their contents.

    def frame(self, index):
        """A frame that is under the root, and sealed and signed as the policy says."""
        frame = self._covered(index)
        exchange = frame.info.get("ExchangePosition")
        require(exchange is None or exchange < index, "a frame names no earlier exchange of keys")
        self.policy.check(frame, None if exchange is None else self._covered(exchange))
        return frame

    def _covered(self, index):
        require(0 <= index < self.tree.count, f"there is no frame {index}")
        if index >= self.first:
            frame, leaf = self._at(self.offsets[index], index), self.nodes[index - self.first][0]
        else:
            tables = next(t for t in self._chain() if t.covers(index))
            frame, leaf = self._at(tables.offset(index), index), tables.node(0, index)
        if not hmac.compare_digest(frame.leaf(), leaf):
            erased = self._find_erasure(frame) and hmac.compare_digest(frame.leaf(self._erased[index]), leaf)
            require(erased, f"frame {index} is not the one that the root covers")
        return frame

    def _offset(self, index):
        return self.offsets[index] if index >= self.first else next(t for t in self._chain() if t.covers(index)).offset(index)

    def has(self, index):
        """Whether all of a frame is in this copy."""
        end = self._offset(index + 1) if index + 1 < self.tree.count else self._size
        return not self.subset or self._file.has(self._offset(index), end)

    def verify_present(self):
        """Every frame that a subset has; how many it has not."""
        absent = 0
        for i in range(self.count):
            if not self.has(i):
                absent += 1
                continue
            for _ in self.content(self.frame(i)):
                pass
        return absent

    def tables_of(self, frame):
        """The tables of an index frame that is under the root."""
        body = frame.body
        require((frame.sealing.enc is None) == (self.policy.encryption == "None"), "an index frame is not encrypted as the policy says")
        if frame.sealing.enc is not None:
            body = frame.sealing.open_segments(self.seed_of(frame), body)
        return Tables(frame, Info(frame), body)

    def _chain(self):
        """The tables of the index frames, the last one first: each is the first frame that the next one covers."""
        position = 0
        while True:
            if position == len(self._tables):
                at = self._tables[-1].first if self._tables else self.first
                self._tables.append(self.tables_of(self._covered(at)))
            yield self._tables[position]
            if self._tables[position].first == 0:
                return
            position += 1

    def seed_of(self, frame):
        s, exchange = frame.sealing, frame.info.get("ExchangePosition")
        if exchange is None:
            return s.find_seed(self._keys)
        if exchange not in self._seeds:
            require(exchange < frame.index, "a frame names no earlier exchange of keys")
            offset = Info(frame).exchange if frame.kind == "index" else None
            other = self._at(offset, exchange) if offset is not None else self._covered(exchange)
            require(other.kind == "exchange", "a frame names no exchange of keys")
            self._seeds[exchange] = other.sealing.find_seed(self._keys)
        return self._seeds[exchange]

    def metadata(self, frame):
        s = frame.sealing
        if s.cloaked is None:
            return frame.meta
        seed = self.seed_of(frame)
        hidden, _ = s.open_sequences(seed)
        require(hmac.compare_digest(s.keys(seed).cloak(hidden), b64(frame.meta["CloakedDigest"])), "the hidden metadata are not those of the frame")
        return parse_object(b64(parse_object(hidden, "the cloaked header").get("ContentMetaData")), "ContentMetaData")

    def content(self, frame):
        """The plaintext; everything about the frame is verified first."""
        frame.verify_body()
        seed = self.seed_of(frame) if frame.sealing.enc is not None else None
        frame.sealing.verify_signatures(self.policy.signers if self.policy.signature == "Isolated" and frame.kind is None and frame.index else {}, seed)
        yield from blocks(frame.body if seed is None else frame.sealing.open_segments(seed, frame.body))

    def entry_of(self, frame):
        """What an index says of a frame; None where it has no key, or its key is hidden from us."""
        if frame.kind is not None or frame.index == 0:
            return None
        try:
            meta = self.metadata(frame)
        except Refused as e:
            if frame.sealing.cloaked is not None and str(e) == "no key at hand opens this":
                return None
            raise
        if "UniqueId" not in meta:
            return None
        event = meta.get("Event", "New")
        require(event in EVENTS, f"frame {frame.index} has an unknown event")
        return Entry(text(meta["UniqueId"], "UniqueId").encode("utf-8"), None, event, None, frame.index, None, None)

    def versions(self):
        """All versions of all keys, by key and then by frame: of the tables, and of the frames that no table lists."""
        found = []
        for tables in self._chain() if self.first > 0 else ():
            found += tables.all_entries()
            if tables.unlisted:
                frames = (self.frame(i) for i in range(tables.first, tables.first + tables.frames))
                found += [e for e in (self.entry_of(f) for f in frames if f.sealing.cloaked is not None) if e]
        found += [e for e in (self.entry_of(self.frame(i)) for i in range(self.first, self.count)) if e]
        unique = {(e.key, e.frame): e for e in found if e.frame < self.count}
        return [unique[k] for k in sorted(unique)]

    def latest(self):
        newest = {e.key: e for e in self.versions()}
        return [e for e in newest.values() if e.event not in ("Delete", "Erase")]

    def verify(self):
        """Every frame, for a sequence that was opened whole; also from the end to the beginning, and what the index frames say."""
        require(self.first == 0, "not opened from frame 0")
        require(not self.fault, self.fault)
        openable, entries = True, []
        for i in range(self.count):
            frame = self.frame(i)
            if i > 0:
                require(frame_before(self._file, frame.start) == self.offsets[i - 1], "the way back leads elsewhere")
            if self.policy.signs_roots and frame.kind in ("index", "checkpoint"):
                require(frame.root_signatures, f"the root in frame {i} is not signed")
            try:
                for _ in self.content(frame) if i not in self._erased else ():
                    pass
                gone = i in self._erased and frame.sealing.cloaked is not None
                entry = None if gone else self.entry_of(frame)
                if entry:
                    entries.append(entry)
                if frame.kind == "index":
                    self._verify_tables(frame, entries)
            except Refused as e:
                if self._keys or str(e) != "no key at hand opens this":
                    raise
                openable = False
        return openable

    def _verify_tables(self, frame, entries):
        tables = self.tables_of(frame)
        last = frame.index
        for i in range(tables.first, last):
            require(tables.offset(i) == self.offsets[i], f"index frame {last} has another offset of frame {i}")
            for level, hash_ in enumerate(self.nodes[i]):
                require(tables.node(level, i >> level) == hash_, f"index frame {last} has another subtree of frame {i}")
        # Of an entry whose metadata were hidden and erased only the index still speaks.
        listed = [(e.key, e.frame, e.event) for e in tables.all_entries() if e.frame not in self._erased]
        known = sorted((e.key, e.frame, e.event) for e in entries if tables.covers(e.frame) and e.frame not in self._erased)
        require(set(listed) <= set(known) and len(known) - len(listed) <= tables.unlisted, f"index frame {last} has other entries than its frames")

