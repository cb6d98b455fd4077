using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The keys of the frames of one sequence: the base seed of an exchange frame is found once and kept. Not safe for concurrent use.
/// </summary>
internal sealed class SequenceKeys : IDisposable
{
    private const int MostSeeds = 256;

    private readonly OpenRequest _request;
    private readonly Func<long, long, SequenceFrame> _frameAt;
    private readonly Func<long, long> _offsetOf;
    private readonly Dictionary<long, SecretBytes> _seeds = [];
    private readonly HashSet<long> _closed = [];

    /// <param name="request">The keys at hand.</param>
    /// <param name="frameAt">The frame at an offset that has a number.</param>
    /// <param name="offsetOf">Where an earlier frame begins.</param>
    public SequenceKeys(OpenRequest request, Func<long, long, SequenceFrame> frameAt, Func<long, long> offsetOf)
    {
        _request = request;
        _frameAt = frameAt;
        _offsetOf = offsetOf;
    }

    /// <summary>The keys of a frame; null where it is in clear.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>, <see cref="DareError.Malformed"/>.</exception>
    public OpenKeys? Find(SequenceFrame frame)
    {
        if (ProtectedBody.Read(frame.Header, frame.Trailer, LegacyReading.None) is not { } form)
        {
            return null;
        }

        return frame.Info.ExchangePosition is { } exchange
            ? OpenKeys.Of(frame.Header, form, Seed(frame, exchange))
            : OpenKeys.Find(frame.Header, form, _request);
    }

    /// <summary>True when the base seed of an exchange frame can be found.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>.</exception>
    public bool CanOpen(long exchange)
    {
        if (_seeds.ContainsKey(exchange))
        {
            return true;
        }

        if (_closed.Contains(exchange))
        {
            return false;
        }

        try
        {
            _ = Seed(exchange, _offsetOf(exchange));
            return true;
        }
        catch (DareException e) when (e.Code == DareError.Decryption)
        {
            _closed.Add(exchange);
            return false;
        }
    }

    /// <summary>The metadata of a frame, that which is hidden included.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Decryption"/>; <see cref="DareError.DigestMismatch"/>: it is not what the frame was written with.
    /// </exception>
    public ContentMeta Metadata(SequenceFrame frame)
    {
        if (frame.Header.Cloaked is not { } octets)
        {
            return frame.Meta;
        }

        using OpenKeys keys = Find(frame) ?? throw DareException.Malformed($"Frame {frame.Index} hides metadata and is in clear.");
        return Metadata(frame, keys, octets);
    }

    /// <inheritdoc cref="Metadata(SequenceFrame)"/>
    public static ContentMeta Metadata(SequenceFrame frame, OpenKeys keys)
        => frame.Header.Cloaked is { } octets ? Metadata(frame, keys, octets) : frame.Meta;

    /// <summary>The base seed that an exchange frame carries, for a writer that goes on under it.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>, <see cref="DareError.Malformed"/>.</exception>
    public SecretBytes CopySeed(long exchange) => Seed(exchange, _offsetOf(exchange)).Clone();

    /// <summary>Takes up the base seed of an exchange frame that was written here.</summary>
    public void Know(long exchange, SecretBytes seed) => _seeds[exchange] = seed.Clone();

    public void Dispose()
    {
        foreach (SecretBytes seed in _seeds.Values)
        {
            seed.Dispose();
        }

        _seeds.Clear();
    }

    private static ContentMeta Metadata(SequenceFrame frame, OpenKeys keys, ReadOnlyMemory<byte> cloaked)
    {
        byte[] hidden = keys.Open(EncodedDataSequence.Parse(cloaked.Span));
        if (!CryptographicOperations.FixedTimeEquals(keys.Cloak(hidden), frame.Meta.CloakedDigest!.Value.Span))
        {
            throw new DareException(DareError.DigestMismatch, $"The hidden metadata of frame {frame.Index} are not those that it was written with.");
        }

        return ContentMeta.Parse(OpenedMetadata.Of(frame.Header, _ => hidden).ContentMetaData);
    }

    private SecretBytes Seed(SequenceFrame frame, long exchange)
    {
        if (_seeds.TryGetValue(exchange, out SecretBytes? known))
        {
            return known;
        }

        return exchange < frame.Index
            ? Seed(exchange, frame.Meta.FrameIndex?.Exchange ?? _offsetOf(exchange))
            : throw DareException.Malformed($"Frame {frame.Index} names no earlier exchange of keys.");
    }

    // Whether that exchange frame is under the root is not asked here: the key commitment of every frame shows that the seed is the right one.
    private SecretBytes Seed(long exchange, long offset)
    {
        SequenceFrame frame = _frameAt(offset, exchange);
        if (!frame.IsExchange || ProtectedBody.Read(frame.Header, frame.Trailer, LegacyReading.None) is not { } form)
        {
            throw DareException.Malformed($"Frame {exchange} is no exchange of keys.");
        }

        using OpenKeys keys = OpenKeys.Find(frame.Header, form, _request);
        if (_seeds.Count >= MostSeeds)
        {
            Dispose();
        }

        return _seeds[exchange] = keys.CopySeed();
    }
}
