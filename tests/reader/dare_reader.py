#!/usr/bin/env python3
"""Reads DARE envelopes and sequences: dare_reader.py list|extract|verify FILE [--key KEYFILE]... [--to PLACE]

list     prints the metadata of an envelope, or the keys of a sequence with the frame of their latest version
extract  writes the content of an envelope to PLACE or standard output, or every entry of a sequence to the file PLACE/NUMBER-OF-ITS-FRAME
verify   reads everything; a public signature key in a KEYFILE must have signed

KEYFILE: one key a line, as docs/format/plain-keys.md has them
What is refused ends with exit code 1 and one line.
"""

import argparse
import os
import sys
import tempfile
import unicodedata

sys.dont_write_bytecode = True

from dare import Refused
from dare.bodies import expanded
from dare.envelope import Envelope
from dare.keys import Keys
from dare.sequence import Sequence


def write(path, blocks):
    """The name appears when everything was verified, not before."""
    folder = os.path.dirname(os.path.abspath(path))
    handle, temporary = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            for block in blocks:
                file.write(block)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def envelope(command, path, keys, to):
    opened = Envelope(path, keys)
    if command == "list":
        print(opened.meta.decode("utf-8") if opened.meta is not None else "sealed")
    elif command == "extract" and to:
        write(to, opened.content())
    else:
        pieces = list(opened.content()) if opened.sealing.enc is None or opened.seed is not None else []
        if command == "extract":
            sys.stdout.buffer.write(b"".join(pieces or opened.content()))
        else:
            print("signed" if opened.signed else "unsigned")


def printable(key):
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in key.decode("utf-8"))


def sequence(command, path, keys, to):
    opened = Sequence(path, keys, whole=command == "verify")
    for problem in (opened.fault, opened.unsigned and f"{opened.unsigned} frames after the last signed root are left out"):
        if problem:
            print(problem, file=sys.stderr)
    if command == "verify" and opened.subset:
        absent = opened.verify_present()
        print(f"{opened.count} frames, {absent} not in this copy, {'signed' if opened.signed else 'roots not signed'}")
        return
    if command == "verify":
        everything = opened.verify()
        print(f"{opened.count} frames, {'signed' if opened.signed else 'roots not signed'}{'' if everything else ', not opened'}")
        return
    for entry in opened.latest():
        if not opened.has(entry.frame):
            print(entry.frame, printable(entry.key), "(not in this copy)")
            continue
        frame = opened.frame(entry.frame)
        own = opened.entry_of(frame)
        if own is None or (own.key, own.event) != (entry.key, entry.event):
            raise Refused(f"the index names frame {entry.frame} for a key that is not its own")
        if command == "extract":
            meta = opened.metadata(frame)
            content = expanded(opened.content(frame), meta.get("ContentEncoding"), meta.get("FileEntry", {}).get("Size", 0))
            write(os.path.join(to or ".", str(entry.frame)), content)
        print(entry.frame, printable(entry.key))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("list", "extract", "verify"))
    parser.add_argument("file")
    parser.add_argument("--key", action="append", default=[])
    parser.add_argument("--passphrase", metavar="FILE", help="a file with a passphrase in its first line")
    parser.add_argument("--to")
    given = parser.parse_args()
    try:
        keys = Keys()
        for path in given.key:
            keys.add_file(path)
        if given.passphrase:
            with open(given.passphrase, encoding="utf-8") as file:
                keys.passphrase = unicodedata.normalize("NFC", file.readline().rstrip("\r\n")).encode("utf-8")
        with open(given.file, "rb") as file:
            first = file.read(1)
        (sequence if first and first[0] & 0xFC == 0xF4 else envelope)(given.command, given.file, keys, given.to)
    except (Refused, OSError) as e:
        print(f"refused: {e}", file=sys.stderr)
        return 1
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as e:
        # A member of another type than it must have, met where it was used.
        print(f"refused: malformed ({type(e).__name__}: {e})".splitlines()[0], file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
