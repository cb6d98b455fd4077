#!/usr/bin/env python3
"""Flips bits of a file, one at a time, and says which of them `dare_reader.py verify` does not refuse: flips.py FILE STEP [--key KEYFILE]..."""

import contextlib
import io
import os
import sys
import tempfile

import dare_reader


def main():
    path, step, rest = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    with open(path, "rb") as file:
        octets = file.read()
    taken, tried = [], 0
    with tempfile.TemporaryDirectory() as folder:
        changed = os.path.join(folder, "changed")
        for bit in range(0, 8 * len(octets), step):
            with open(changed, "wb") as file:
                file.write(octets[:bit // 8] + bytes([octets[bit // 8] ^ 1 << bit % 8]) + octets[bit // 8 + 1:])
            sys.argv = ["dare_reader.py", "verify", changed, *rest]
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                tried, code = tried + 1, dare_reader.main()
            if code == 0:
                taken.append(bit)
    for bit in taken:
        around = octets[max(0, bit // 8 - 30):bit // 8 + 10]
        print(f"bit {bit % 8} of octet {bit // 8} in {around}")
    print(f"{tried} tried, {len(taken)} not refused")
    return 1 if taken else 0


if __name__ == "__main__":
    sys.exit(main())
