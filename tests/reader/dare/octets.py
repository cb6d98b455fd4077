"""JSON as the format writes it, base64url, base32 and JSON-B items."""

import base64
import json
import re

from . import Refused, require


def b64(text):
    """Base64url without padding, one text for each octet string."""
    require(isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]*", text), "a binary member is not base64url")
    require(len(text) % 4 != 1, "a binary member is not base64url")
    octets = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    require(base64.urlsafe_b64encode(octets).rstrip(b"=").decode() == text, "a binary member is not base64url")
    return octets


def base32(octets, characters):
    """Fingerprints: RFC 4648, in groups of four."""
    text = base64.b32encode(octets).decode()[:characters]
    return "-".join(text[i:i + 4] for i in range(0, characters, 4))


def _unique(pairs):
    members = dict(pairs)
    require(len(members) == len(pairs), "a JSON object repeats a member")
    return members


def parse_object(octets, what):
    def no_number(text):
        raise Refused(f"{what} has the number {text}")
    try:
        value = json.loads(octets.decode("utf-8"), object_pairs_hook=_unique, parse_constant=no_number, parse_float=no_number)
        write_json(value)
    except (ValueError, RecursionError) as e:
        raise Refused(f"{what} is not JSON") from e
    require(isinstance(value, dict), f"{what} is not a JSON object")
    return value


def write_json(value):
    """Compact, UTF-8, with the escapes that RFC 8259 requires and no others."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def in_order(members, order, what):
    """Refuses a member that is not in the list or not in its place."""
    names = list(members)
    require(names == [n for n in order if n in members], f"{what} has members that it cannot have, or in another order")


def count(value, what):
    require(type(value) is int and 0 <= value < 1 << 63, f"{what} is not a number")
    return value


def text(value, what):
    require(isinstance(value, str), f"{what} is not a text")
    return value


def _item(tag, length):
    width = 0 if length < 1 << 8 else 1 if length < 1 << 16 else 2 if length < 1 << 32 else 3
    return bytes([tag + width]) + length.to_bytes(1 << width, "big")


def string(value):
    octets = value.encode("utf-8")
    return _item(0x80, len(octets)) + octets


def binary(octets):
    return _item(0x88, len(octets)) + octets


def integer(number):
    return _item(0xA0, number)


def read_binaries(octets):
    """All items of an octet string, each a binary item in its shortest form."""
    items, at = [], 0
    while at < len(octets):
        tag = octets[at]
        require(0x88 <= tag <= 0x8B, "an item is not binary")
        width = 1 << (tag & 3)
        length = int.from_bytes(octets[at + 1:at + 1 + width], "big")
        item = octets[at + 1 + width:at + 1 + width + length]
        require(binary(item) == octets[at:at + 1 + width + length], "an item is cut short, or longer than it need be")
        items.append(item)
        at += 1 + width + length
    return items
