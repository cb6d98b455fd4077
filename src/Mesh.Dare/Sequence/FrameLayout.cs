namespace Mesh.Dare;

/// <summary>
/// Where the parts of one frame stand (DARE 4.1). Offsets count from the start of the source; an absent record has length 0 and
/// stands at the end of the records.
/// </summary>
/// <param name="Start">First octet of the frame.</param>
/// <param name="Length">Octets of the whole frame, both length fields included.</param>
/// <param name="Records">How many records it has: 1, 2 or 3.</param>
/// <param name="HeaderStart">First octet of the header's data.</param>
/// <param name="HeaderLength">Octets of the header.</param>
/// <param name="BodyStart">First octet of the body's data.</param>
/// <param name="BodyLength">Octets of the body.</param>
/// <param name="TrailerStart">First octet of the trailer's data.</param>
/// <param name="TrailerLength">Octets of the trailer; an empty one means that there is none.</param>
public readonly record struct FrameLayout(
    long Start,
    long Length,
    int Records,
    long HeaderStart,
    int HeaderLength,
    long BodyStart,
    long BodyLength,
    long TrailerStart,
    int TrailerLength)
{
    /// <summary>The offset behind the last octet of the frame.</summary>
    public long End => Start + Length;
}
