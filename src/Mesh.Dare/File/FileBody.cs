using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The body of an envelope in a stream: JSON-B binary items, any number of parts (<c>8C</c>…<c>8F</c>) and a final one
/// (<c>88</c>…<c>8B</c>), or a base64url string with white space anywhere (DARE 2.1 and 2.11).
/// </summary>
internal sealed class FileBody
{
    private const int TextBlock = 1 << 14;

    private readonly OctetFeed _feed;
    private readonly byte[] _text = [];
    private byte[] _decoded = [];
    private int _decodedStart;
    private ulong _partLeft;
    private bool _lastPart;

    public FileBody(OctetFeed feed)
    {
        _feed = feed;
        IsBinary = feed.Peek() != '"';
        if (IsBinary)
        {
            BeginPart();
            return;
        }

        feed.Next();
        _text = new byte[TextBlock];
    }

    public bool IsBinary { get; }

    public bool AtEnd { get; private set; }

    public int Read(Span<byte> destination) =>
        destination.IsEmpty || AtEnd ? 0 : IsBinary ? ReadItems(destination) : ReadText(destination);

    private int ReadItems(Span<byte> destination)
    {
        while (_partLeft == 0)
        {
            if (_lastPart)
            {
                AtEnd = true;
                return 0;
            }

            BeginPart();
        }

        int wanted = (int)Math.Min((ulong)destination.Length, _partLeft);
        int count = _feed.Read(destination[..wanted]);
        if (count == 0)
        {
            throw CutShort();
        }

        _partLeft -= (ulong)count;
        return count;
    }

    private void BeginPart()
    {
        int tag = _feed.Next();
        if (tag is not (>= 0x88 and <= 0x8F))
        {
            throw tag < 0 ? CutShort() : DareException.Malformed("The body is neither binary data nor a string.");
        }

        _partLeft = 0;
        for (int k = 1 << (tag & 3); k > 0; k--)
        {
            int octet = _feed.Next();
            _partLeft = (_partLeft << 8) | (octet >= 0 ? (byte)octet : throw CutShort());
        }

        _lastPart = tag < 0x8C;
        if (_partLeft > long.MaxValue)
        {
            throw new DareException(DareError.LimitExceeded, "The body states a length of more than 63 bits.");
        }
    }

    private int ReadText(Span<byte> destination)
    {
        if (_decodedStart == _decoded.Length && !DecodeBlock())
        {
            AtEnd = true;
            return 0;
        }

        int count = Math.Min(destination.Length, _decoded.Length - _decodedStart);
        _decoded.AsSpan(_decodedStart, count).CopyTo(destination);
        _decodedStart += count;
        return count;
    }

    private bool DecodeBlock()
    {
        // A full block is a multiple of four characters; only the last one may end in a partial group or in padding.
        ReadOnlySpan<byte> text = NextBlock();
        bool valid = _lastPart
            ? Base64UrlText.TryDecode(System.Text.Encoding.Latin1.GetString(text), out _decoded)
            : Base64UrlText.TryDecodeDigits(text, out _decoded);
        if (!valid)
        {
            throw DareException.Malformed("The body is not base64url.");
        }

        _decodedStart = 0;
        return _decoded.Length > 0;
    }

    // The next characters without the white space between them. A block that is full is not the last if yet another character follows.
    private ReadOnlySpan<byte> NextBlock()
    {
        int length = 0;
        while (!_lastPart)
        {
            int octet = _feed.Peek();
            bool isText = octet is not (' ' or '\t' or '\r' or '\n' or '"');
            if (octet < 0)
            {
                throw CutShort();
            }

            if (isText && length == _text.Length)
            {
                break;
            }

            _feed.Next();
            _lastPart = octet == '"';
            if (isText)
            {
                _text[length++] = (byte)octet;
            }
        }

        return _text.AsSpan(0, length);
    }

    private static DareException CutShort() => DareException.Malformed("The file ends inside the body.");
}
