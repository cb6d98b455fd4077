"""Keys at hand, their identifiers, and the base seed of an envelope (sealing.md, sections 1 and 2)."""

import hashlib
import hmac
import re

from . import Refused, crypto, require
from .octets import b64, base32, parse_object

_ARC = {"X25519": 110, "X448": 111, "Ed25519": 112, "Ed448": 113}
SIZE = {"X25519": 32, "X448": 57, "Ed25519": 32, "Ed448": 57}


def _level(digest):
    zeros = (int.from_bytes(digest, "big") & -int.from_bytes(digest, "big")).bit_length() - 1
    return sum(zeros >= bound for bound in (20, 30, 40, 50))


def kid_of(curve, public):
    n = len(public)
    der = bytes([0x30, n + 14, 0x30, 7, 6, 3, 0x2B, 0x65, _ARC[curve], 5, 0, 3, n + 3, 0, 4, n]) + public
    digest = hashlib.sha512(b"PKIXKey:" + hashlib.sha512(der).digest()).digest()
    return base32(bytes([0x60 + _level(digest)]) + digest, 28)


def seed_kid(seed):
    digest = hashlib.sha512(b"application/udf-encryption:" + seed).digest()
    return base32(bytes([0x20, 0x60 + _level(digest)]) + digest, 28)


def read_public(value, what):
    """{"PublicKeyECDH":{"crv","Public"}} as (curve, octets)."""
    require(isinstance(value, dict) and list(value) == ["PublicKeyECDH"] and isinstance(value["PublicKeyECDH"], dict), f"{what} is not a key")
    inner = value["PublicKeyECDH"]
    require(list(inner) == ["crv", "Public"] and inner["crv"] in SIZE, f"{what} is not a key")
    octets = b64(inner["Public"])
    require(len(octets) == SIZE[inner["crv"]], f"{what} has the wrong length")
    require(inner["crv"] != "X448" or octets[56] in (0x00, 0x80), f"{what} has bits that mean nothing")
    return inner["crv"], octets


def raw(curve, public):
    """The key as RFC 7748 has it: X448 without the sign."""
    return public[:56] if curve == "X448" else public


class Keys:
    """What the key files of the command line hold: private keys and secrets that open, public keys whose signatures are asked for."""

    def __init__(self):
        self.private, self.secrets, self.signers = {}, {}, {}

    def add_file(self, path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                line = line.strip()
                if line and not line.startswith("#"):
                    self._add(line)

    def _add(self, line):
        if not line.startswith("{"):
            digits = re.sub(r"[-\s]", "", line.removeprefix("udf:")).upper()
            require(re.fullmatch(r"E[A-Z2-7]+", digits), "a line of a key file is no key")
            octets = int("".join(format("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".index(c), "05b") for c in digits)[:len(digits) * 5 // 8 * 8], 2)
            secret = octets.to_bytes(len(digits) * 5 // 8, "big")
            require(secret[0] == 0x20, "a line of a key file is no key")
            self.secrets[seed_kid(secret[1:])] = secret[1:]
            return
        value = parse_object(line.encode("utf-8"), "a line of a key file")
        if "PrivateKeyECDH" in value:
            inner = value["PrivateKeyECDH"]
            curve, public = read_public({"PublicKeyECDH": {"crv": inner["crv"], "Public": inner["Public"]}}, "a private key")
            private = b64(inner["Private"])
            require(crypto.public_of(curve, private) == raw(curve, public), "a private key does not belong to its public key")
            if curve.startswith("X"):
                self.private[kid_of(curve, public)] = (curve, private)
        else:
            curve, public = read_public(value, "a line of a key file")
            if curve.startswith("Ed"):
                self.signers[kid_of(curve, public)] = (curve, public)

    def seeds(self, recipients):
        """The base seeds that the recipients give, for the caller to compare with KeyCommit."""
        for recipient in recipients:
            if "kwd" in recipient:
                continue
            kid, epk = recipient["kid"], recipient.get("epk")
            if epk is not None and kid in self.private:
                curve, private = self.private[kid]
                peer_curve, peer = read_public(epk, "an ephemeral key")
                secret = crypto.agree(curve, private, raw(curve, peer)) if peer_curve == curve else None
            else:
                secret = self.secrets.get(kid) if epk is None else None
            wrapped = b64(recipient["wmk"])
            if secret is not None and len(wrapped) == 40:
                seed = crypto.aes_key_unwrap(crypto.hkdf_sha512(secret, 32), wrapped)
                if seed is not None:
                    yield seed


class BodyKeys:
    """PRK and what follows from it, for one seed, salt and cipher."""

    def __init__(self, seed, salt, enc):
        self._prk, self._enc, self.salt = hmac.digest(salt, seed, "sha256"), enc, salt
        self.key, self.commit = self.derive(b"encrypt", b"", 32), self.derive(b"commit", b"", 32)
        self.nonce = self.derive(b"iv", b"", 12 if enc == "A256GCM" else 7)

    def derive(self, label, rest, length):
        return crypto.hkdf_expand(self._prk, label + b"\0" + self._enc.encode("ascii") + rest, length)

    def witness(self, signed):
        return crypto.hkdf_expand(self._prk, signed, 32)

    def cloak(self, hidden):
        return self.derive(b"cloak", b"\0" + crypto.sha256(hidden), 32)

    @staticmethod
    def committed(seed, salt, enc, commit):
        keys = BodyKeys(seed, salt, enc)
        if not hmac.compare_digest(keys.commit, commit):
            raise Refused("no key at hand opens this")
        return keys
