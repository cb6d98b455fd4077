"""The tree over the frames of a sequence: RFC 9162, SHA-256 (sealing.md, section 4)."""

from . import crypto, require


def leaf(octets):
    return crypto.sha256(b"\0" + octets)


def node(left, right):
    return crypto.sha256(b"\1" + left + right)


class Frontier:
    """The complete subtrees that some leaves are made of, largest first."""

    def __init__(self, leaves=0, octets=b""):
        require(len(octets) == 32 * leaves.bit_count(), "a frontier has the wrong length")
        self.count, self.roots = leaves, [octets[i:i + 32] for i in range(0, len(octets), 32)]

    def append(self, hash_):
        """Takes a leaf, and gives the subtrees that it completes: itself, and each larger one that ends with it."""
        completed, size = [hash_], self.count
        while size & 1:
            hash_ = node(self.roots.pop(), hash_)
            completed.append(hash_)
            size >>= 1
        self.roots.append(hash_)
        self.count += 1
        return completed

    def octets(self):
        return b"".join(self.roots)

    def root(self):
        if not self.roots:
            return crypto.sha256(b"")
        result = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            result = node(left, result)
        return result

    def copy(self):
        return Frontier(self.count, self.octets())


def completed_before(leaves):
    """c(n) of sequence.md, section 5: how many subtrees the first n leaves complete."""
    return 2 * leaves - leaves.bit_count()
