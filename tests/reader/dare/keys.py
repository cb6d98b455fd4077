"""Keys at hand, their identifiers, and the base seed of an envelope (sealing.md, sections 1 and 2)."""

import hashlib
import hmac
import re

from . import Refused, crypto, require
from .octets import b64, base32, parse_object

_ARC = {"X25519": 110, "X448": 111, "Ed25519": 112, "Ed448": 113}
_WORDS = {name.lower(): name for name in _ARC}
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
        self.private, self.secrets, self.signers, self.passphrase = {}, {}, {}, None

    def __bool__(self):
        return bool(self.private or self.secrets or self.passphrase)

    def add_file(self, path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                line = line.strip()
                if line and not line.startswith("#"):
                    self._add(line)

    def _add(self, line):
        name, colon, digits = line.partition(":")
        if colon and name in _WORDS:
            # plain-keys.md: name, then base64url of the key and three octets of a digest of both.
            octets = b64(digits)
            public = octets[:-3]
            require(octets[-3:] == crypto.sha256(name.encode() + b":" + public)[:3], "a key in a key file is mistyped")
            self._add_public(_WORDS[name], public)
        elif not line.startswith("{"):
            digits = re.sub(r"[-\s]", "", line.removeprefix("udf:")).upper()
            require(re.fullmatch(r"E[A-Z2-7]+", digits), "a line of a key file is no key")
            octets = int("".join(format("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".index(c), "05b") for c in digits)[:len(digits) * 5 // 8 * 8], 2)
            secret = octets.to_bytes(len(digits) * 5 // 8, "big")
            require(secret[0] == 0x20, "a line of a key file is no key")
            self.secrets[seed_kid(secret[1:])] = secret[1:]
        else:
            self._add_object(parse_object(line.encode("utf-8"), "a line of a key file"))

    def _add_public(self, curve, public):
        require(len(public) == SIZE[curve], "a key in a key file has the wrong length")
        if curve.startswith("Ed"):
            self.signers[kid_of(curve, public)] = (curve, public)

    def _add_object(self, value):
        if "PrivateKeyECDH" in value:
            inner = value["PrivateKeyECDH"]
            curve, public = read_public({"PublicKeyECDH": {"crv": inner["crv"], "Public": inner["Public"]}}, "a private key")
            private = b64(inner["Private"])
            require(crypto.public_of(curve, private) == raw(curve, public), "a private key does not belong to its public key")
            if curve.startswith("X"):
                self.private[kid_of(curve, public)] = (curve, private)
        else:
            self._add_public(*read_public(value, "a line of a key file"))

    def seeds(self, recipients):
        """The base seeds that the recipients give, for the caller to compare with KeyCommit."""
        passphrases = [r for r in recipients if r.get("kwd", "").startswith("scrypt$") and "epk" not in r]
        require(len(passphrases) < 2, "two recipients by passphrase")
        for recipient in [r for r in recipients if "kwd" not in r] + passphrases:
            kid, epk = recipient["kid"], recipient.get("epk")
            if epk is not None and kid in self.private:
                curve, private = self.private[kid]
                peer_curve, peer = read_public(epk, "an ephemeral key")
                secret = crypto.agree(curve, private, raw(curve, peer)) if peer_curve == curve else None
            else:
                secret = self._of_passphrase(recipient) if "kwd" in recipient else self.secrets.get(kid) if epk is None else None
            wrapped = b64(recipient["wmk"])
            if secret is not None and len(wrapped) == 40:
                seed = crypto.aes_key_unwrap(crypto.hkdf_sha512(secret, 32), wrapped)
                if seed is not None:
                    yield seed


    def _of_passphrase(self, recipient):
        """sealing.md, section 7. What costs too much is refused before the work."""
        said = re.fullmatch(r"scrypt\$ln=([1-9]\d?),r=([1-9]\d{0,8}),p=([1-9]\d{0,8})\$([A-Za-z0-9_-]{22})", recipient["kwd"])
        require(said, "a recipient by passphrase has another form")
        ln, r, p = (int(said[i]) for i in (1, 2, 3))
        require(128 * r << ln <= 1 << 28 and (128 * r << ln) * p <= 1 << 30 and ln < 16 * r, "a passphrase that would cost too much work")
        salt = b64(said[4])
        if self.passphrase is None:
            return None
        secret = hashlib.scrypt(self.passphrase, salt=salt, n=1 << ln, r=r, p=p, maxmem=1 << 30, dklen=32)
        return secret if seed_kid(secret) == recipient["kid"] else None


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
