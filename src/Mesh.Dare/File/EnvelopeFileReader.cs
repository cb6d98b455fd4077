using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// Reads one envelope of any size from a stream, once and forwards, in bounded memory (DARE 2.1 and 2.11): the file form — JSON header,
/// body as JSON-B binary items, JSON trailer — and the JSON form, whose body is a base64url string. Nothing is verified here.
/// </summary>
public sealed class EnvelopeFileReader
{
    private readonly OctetFeed _feed;
    private readonly FileBody _body;
    private readonly JsonCodes _codes = new();
    private DareTrailer? _trailer;

    /// <summary>Reads up to the body.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public EnvelopeFileReader(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _feed = new OctetFeed(source);
        Expect('[', "an envelope begins with '['");
        _feed.SkipSpace();
        Header = DareHeader.Parse(ObjectScanner.Read(_feed, DareLimits.Header, "header"), _codes);
        Expect(',', "a comma follows the header");
        _feed.SkipSpace();
        _body = new FileBody(_feed);
    }

    /// <summary>The header.</summary>
    public DareHeader Header { get; }

    /// <summary>Reads the next octets of the body as carried; 0 at its end.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: the file is cut short or ill-formed.</exception>
    public int ReadBody(Span<byte> destination) => _body.Read(destination);

    /// <summary>Reads the trailer, after the whole body; empty when there is none. What follows the envelope is refused.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>; <see cref="DareError.InvalidRequest"/>: the body was not
    /// read to its end.
    /// </exception>
    public DareTrailer ReadTrailer()
    {
        if (!_body.AtEnd)
        {
            throw new DareException(DareError.InvalidRequest, "The trailer follows the body, which has not been read to its end.");
        }

        return _trailer ??= TrailerAndEnd();
    }

    private DareTrailer TrailerAndEnd()
    {
        _feed.SkipSpace();
        DareTrailer trailer = DareTrailer.Empty;
        if (_feed.Peek() != ']')
        {
            // JSON-B needs no comma after a binary item; JSON does after a string.
            if (_feed.Peek() == ',' || !_body.IsBinary)
            {
                Expect(',', "a comma follows the body");
                _feed.SkipSpace();
            }

            trailer = DareTrailer.Parse(ObjectScanner.Read(_feed, DareLimits.Trailer, "trailer"), _codes);
        }

        Expect(']', "an envelope ends with ']'");
        _feed.SkipSpace();
        return _feed.Peek() < 0 ? trailer : throw DareException.Malformed("Octets follow the envelope.");
    }

    private void Expect(char octet, string rule)
    {
        _feed.SkipSpace();
        if (_feed.Next() != octet)
        {
            throw DareException.Malformed($"The file is not an envelope: {rule}.");
        }
    }
}
