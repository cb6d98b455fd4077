"""A reader of DARE envelopes and sequences, as docs/format/sealing.md and docs/format/sequence.md describe them."""


class Refused(Exception):
    """The file is not what the format says it must be, or cannot be opened with the keys at hand."""


def require(condition, problem):
    if not condition:
        raise Refused(problem)
