"""What envelopes and frames have in common: members, keys, encoded data sequences, signatures (sealing.md, sections 1 to 3)."""

import datetime
import hmac
import re

from . import Refused, crypto, require
from .bodies import Segments, digest_of
from .keys import BodyKeys, read_public, seed_kid
from .octets import b64, binary, count, parse_object, read_binaries, string, text

_CURVE = {"ED448": "Ed448", "ED25519": "Ed25519"}
_SIGNATURE = ("kid", "alg", "SignedData", "signature", "witness")


def _octets(members, name, size):
    if name not in members:
        return None
    value = b64(members[name])
    require(size is None or len(value) == size, f"{name} has {len(value)} octets")
    return value


class Sealing:
    """Header and trailer, taken apart. Whether what they say is true is asked later."""

    def __init__(self, header, trailer):
        self.header, self.trailer = header, trailer
        self.dig, self.enc, self.kid = (text(header[n], n) if n in header else None for n in ("dig", "enc", "kid"))
        self.salt, self.commit = _octets(header, "Salt", 16), _octets(header, "KeyCommit", 32)
        self.meta = _octets(header, "ContentMetaData", None) or b""
        self.cloaked = _octets(header, "cloaked", None)
        require(self.dig in (None, "S512", "S256"), "another digest than S512 and S256")
        self.digest, self.tag = _octets(trailer, "PayloadDigest", 32 if self.dig == "S256" else 64), _octets(trailer, "PayloadTag", 16)
        self.recipients = _list(header, "recipients", 1024)
        self.annotations = [b64(a) for a in header.get("annotations", [])]
        self.signatures = [_signature(s) for s in _list(trailer, "signatures", 256) or []]
        require(self.enc in (None, "A256GCM", "A256GCM-S64K"), "a cipher that is not read")
        if self.enc is None:
            stray = self.salt or self.commit or self.tag or self.recipients is not None or any("witness" in s for s in self.signatures)
            require(not stray, "members of an encrypted envelope without enc")
        else:
            require(self.salt and self.commit, "an encrypted envelope without Salt or KeyCommit")
            require((self.tag is not None) == (self.enc == "A256GCM"), "PayloadTag and enc contradict each other")
        for recipient in self.recipients or []:
            require(isinstance(recipient, dict), "a recipient is no object")
            text(recipient.get("kid"), "kid")
            b64(recipient.get("wmk"))
            if "epk" in recipient:
                read_public(recipient["epk"], "an ephemeral key")
        kids = [r["kid"].replace("-", "").upper() for r in self.recipients or []]
        require(len(set(kids)) == len(kids), "two recipients have the same kid")

    def associated(self, keys, enc):
        return (string("DARE-AEAD-1") + string(enc) + string(self.dig or "") + binary(keys.salt) + binary(self.meta) + binary(keys.commit))

    def is_digest_of(self, body):
        """Whether the body, piece by piece, has the digest that is stated."""
        return self.dig is not None and hmac.compare_digest(digest_of(self.dig, body), self.digest)

    def find_seed(self, at_hand):
        """The base seed; the header's KeyCommit tells which of the candidates it is."""
        for seed in at_hand.seeds(self.recipients or []):
            if hmac.compare_digest(BodyKeys(seed, self.salt, self.enc).commit, self.commit):
                require(self.kid == seed_kid(seed), "the kid is not that of the base seed")
                return seed
        raise Refused("no key at hand opens this")

    def keys(self, seed):
        require(any(self.salt), "the salt was erased")
        return BodyKeys.committed(seed, self.salt, self.enc, self.commit)

    def open_segments(self, seed, source):
        keys = self.keys(seed)
        return Segments(source, keys, self.associated(keys, self.enc))

    def open_single(self, seed, body):
        keys = self.keys(seed)
        return crypto.gcm_open(keys.key, keys.nonce, self.associated(keys, self.enc), body, self.tag)

    def open_sequences(self, seed):
        """The encoded data sequences: the cloaked header (or None) and the annotations."""
        found = ([self.cloaked] if self.cloaked is not None else []) + self.annotations
        items = [read_binaries(octets) for octets in found]
        if self.enc is None:
            require(all(len(i) == 2 for i in items), "an encoded data sequence in clear has two items")
        else:
            require(all(len(i) == 3 for i in items), "an encoded data sequence that is sealed has three items")
        require(len({i[0] for i in items}) == len(items) and all(i[0] for i in items), "two encoded data sequences have one prefix")
        opened = [i[1] if self.enc is None else self._open_item(seed, *i) for i in items]
        return (opened.pop(0) if self.cloaked is not None else None), opened

    def _open_item(self, seed, prefix, content, tag):
        keys = BodyKeys(seed, prefix + self.salt, "A256GCM")
        return crypto.gcm_open(keys.key, keys.nonce, self.associated(keys, "A256GCM"), content, tag)

    def statement(self, signer):
        """SignedData as it must be, without Created."""
        said = {"Signer": signer, "dig": self.dig, "PayloadDigest": self.digest, "PayloadTag": self.tag, "enc": self.enc, "Salt": self.salt,
                "KeyCommit": self.commit, "RecipientsDigest": None if self.recipients is None else crypto.sha256(
                    b"".join(string(r["kid"]) for r in self.recipients)),
                "ContentMetaDigest": crypto.sha256(self.meta) if self.meta else None}
        return {name: value for name, value in said.items() if value is not None}

    def verify_signatures(self, signers, seed=None):
        """Those by the signers; each of them must have signed. With the seed, their witnesses too. The body's digest was checked before."""
        for kid, (curve, public) in signers.items():
            entries = [s for s in self.signatures if s["kid"] == kid]
            require(entries, f"not signed by {kid}")
            require(self.dig and self.digest, "a signature without digest of the body")
            for entry in entries:
                signed = verify_signed_data(entry, curve, public, self.statement(kid))
                require(("witness" in entry) == (self.enc is not None), "a signature with a witness too few or too many")
                if self.enc is not None and seed is not None:
                    require(hmac.compare_digest(self.keys(seed).witness(signed), b64(entry["witness"])), "decryption failed")


def _list(members, name, most):
    if name not in members:
        return None
    require(isinstance(members[name], list) and 0 < len(members[name]) <= most, f"{name} is not a list of 1 to {most}")
    return members[name]


def _signature(entry):
    require(isinstance(entry, dict), "a signature is no object")
    text(entry.get("kid"), "kid")
    return entry


def verify_signed_data(entry, curve, public, expected):
    """One entry of signatures or seqsignatures; gives the octets that were signed."""
    require(all(n in _SIGNATURE for n in entry) and "SignedData" in entry and "signature" in entry, "a signature has another form")
    require(_CURVE.get(entry.get("alg")) == curve, "a signature states an alg that is not that of its key")
    octets = b64(entry["SignedData"])
    said = parse_object(octets, "SignedData")
    require(set(said) == set(expected) | {"Created"}, "SignedData has a member too few or too many")
    require(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text(said["Created"], "Created")), "Created is not a time")
    try:
        datetime.datetime.strptime(said["Created"], "%Y-%m-%dT%H:%M:%SZ")
    except ValueError as e:
        raise Refused("Created is not a time") from e
    for name, value in expected.items():
        same = b64(said[name]) == value if isinstance(value, bytes) else (
            count(said[name], name) == value if isinstance(value, int) else said[name] == value)
        require(same, f"the {name} that was signed is another one")
    signed = string("DARE Signature v. 3.0") + binary(octets)
    require(crypto.verify(curve, public, signed, b64(entry["signature"])), "a signature does not verify")
    return signed
