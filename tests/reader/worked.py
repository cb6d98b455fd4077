#!/usr/bin/env python3
"""Prints the worked octets of docs/format: every step of reading a small envelope or sequence. worked.py FILE --key KEYFILE..."""

import sys
import textwrap

from dare import crypto, tree
from dare.envelope import Envelope
from dare.index import Info
from dare.keys import Keys, raw, read_public
from dare.octets import b64, binary, integer, string
from dare.sequence import Sequence

WIDTH = 140


def show(name, value):
    """One value: octets in hexadecimal, text as it is; long ones in several lines."""
    value = value.hex() if isinstance(value, bytes) else value
    first, *rest = textwrap.wrap(value, WIDTH - 18, break_on_hyphens=False, drop_whitespace=False) or [""]
    print(f"{name:<18}{first}".rstrip())
    for line in rest:
        print(" " * 18 + line)


def keys_at_hand(keys):
    for kid, (curve, private) in keys.private.items():
        show(f"{curve} private", private)
        show("  public", crypto.public_of(curve, private))
        show("  kid", kid)
    for kid, (curve, public) in keys.signers.items():
        show(f"{curve} public", public)
        show("  kid", kid)


def recipients(sealing, keys):
    for recipient in sealing.recipients or []:
        curve, private = keys.private[recipient["kid"]]
        agreement = crypto.agree(curve, private, raw(*read_public(recipient["epk"], "epk")))
        show("agreement", agreement)
        show("KEK", crypto.hkdf_sha512(agreement, 32))
        show("base seed", crypto.aes_key_unwrap(crypto.hkdf_sha512(agreement, 32), b64(recipient["wmk"])))


def body_keys(sealing, seed):
    keys = sealing.keys(seed)
    show("PRK", crypto.hmac.digest(sealing.salt, seed, "sha256"))
    show("key", keys.key)
    show("iv", keys.nonce)
    show("KeyCommit", keys.commit)
    show("associated data", sealing.associated(keys, sealing.enc))
    show("nonce", keys.nonce + bytes(4) + b"\1")


def signatures(entries):
    for entry in entries:
        signed = b64(entry["SignedData"])
        show("SignedData", signed.decode())
        show("signed octets", string("DARE Signature v. 3.0") + binary(signed))
        show("signature", b64(entry["signature"]))


def envelope(path, keys):
    with open(path, "rb") as file:
        octets = file.read()
    opened = Envelope(path, keys)
    sealing, body = opened.sealing, opened.body.read(0, opened.body.length)
    keys_at_hand(keys)
    print()
    show("file", f"{len(octets)} octets, [ header , body , trailer ]")
    begin, at = octets.index(b",\x88"), octets.index(body)
    show("header", octets[1:begin].decode())
    show("body", octets[begin + 1:at].hex() + " " + body.hex())
    show("trailer", octets[at + len(body) + 1:-1].decode())
    print()
    recipients(sealing, keys)
    show("kid of the seed", sealing.kid)
    show("ContentMetaData", sealing.meta.decode())
    body_keys(sealing, opened.seed)
    show("plaintext", b"".join(opened.content()))
    print()
    show("PayloadDigest", sealing.digest)
    signatures(sealing.signatures)
    for entry in sealing.signatures:
        signed = string("DARE Signature v. 3.0") + binary(b64(entry["SignedData"]))
        show("witness", sealing.keys(opened.seed).witness(signed))


def frame_octets(octets, frame):
    """The three records, and what stands around them."""
    def taken(at):
        return 1 + (1 << (octets[at] & 3))
    outer, at = taken(frame.start), frame.start + taken(frame.start)
    show(f"frame {frame.index}", f"octets {frame.start} to {frame.end - 1}, F = {octets[frame.start:at].hex()}")
    for name in ("header", "body", "trailer"):
        own = taken(at)
        size = int.from_bytes(octets[at + 1:at + own], "big")
        data = octets[at + own:at + own + size]
        clear = name != "body" or (frame.index == 0)
        show(f"  {name}", octets[at:at + own].hex() + " " + (data.decode() if clear else data.hex()))
        at += own + size
    show("  end", octets[at:at + outer])


def leaf(frame):
    s = frame.sealing
    octets = (integer(frame.index) + string("S512") + binary(s.digest) + binary(b"") + binary(crypto.sha256(s.meta)) + string(s.enc or "")
              + binary(crypto.sha256(s.salt) if s.salt else b"") + binary(s.commit or b""))
    assert tree.leaf(octets) == frame.leaf()
    show("leaf input", octets)
    show("leaf", frame.leaf())


def sequence(path, keys):
    with open(path, "rb") as file:
        octets = file.read()
    opened = Sequence(path, keys, whole=True)
    opened.verify()
    keys_at_hand(keys)
    grown = tree.Frontier()
    for i in range(opened.count):
        print()
        frame = opened.frame(i)
        frame_octets(octets, frame)
        show("ContentMetaData", frame.sealing.meta.decode())
        recipients(frame.sealing, keys)
        if frame.sealing.enc:
            seed = opened.seed_of(frame)
            body_keys(frame.sealing, seed)
            plaintext = b"".join(opened.content(frame))
            if frame.kind == "index":
                tables(frame, plaintext, grown, opened)
            else:
                show("plaintext", plaintext)
        leaf(frame)
        grown.append(frame.leaf())
        show("ApexDigest", grown.root())
        signatures(frame.root_signatures)


def tables(frame, plaintext, grown, opened):
    found = opened.tables_of(frame)
    parts = [("tables: head", 0, 48), ("offsets", 48, found._nodes), ("subtrees", found._nodes, found._entries),
             ("entries", found._entries, found._keys), ("keys", found._keys, Info(frame).length), ("page digests", Info(frame).length, None)]
    for name, start, end in parts:
        show(name, plaintext[start:end])
    show("Digest", crypto.sha256(plaintext[Info(frame).length:]))
    show("Frontier", grown.octets())


def main():
    keys = Keys()
    for path in sys.argv[3::2]:
        keys.add_file(path)
    with open(sys.argv[1], "rb") as file:
        is_sequence = file.read(1)[0] & 0xFC == 0xF4
    (sequence if is_sequence else envelope)(sys.argv[1], keys)


if __name__ == "__main__":
    main()
