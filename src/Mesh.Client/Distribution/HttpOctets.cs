// A file on a web server, read in parts (RFC 9110 14: range requests). The server is not trusted: what it sends is compared with signed roots by those
// who read it. Here it is bounded: memory, time, redirections, and every length that it states.

using Mesh.Dare;

namespace Mesh.Client;

/// <summary>
/// A file on a static web server, as octets. Small reads are served from blocks of 64 KiB, 16 MiB of which are kept, and read ahead when they follow
/// each other; one of 1 MiB or more is one request. Not safe for concurrent use.
/// </summary>
public sealed class HttpOctets : IOctetSource, IDisposable
{
    private const int Block = 1 << 16;
    private const int MostBlocks = 256;
    private const int LongestRequest = 4 << 20;
    private const int Large = 1 << 20;
    private const int MostAhead = 8 << 20;
    private const int BlocksAtEnd = 2;

    private readonly RangeClient _client;
    private readonly Dictionary<long, byte[]> _blocks = [];
    private readonly Queue<long> _order = [];
    private byte[] _buffer = new byte[Block];
    private long _next = -1;
    private int _ahead = 1;

    private HttpOctets(RangeClient client) => _client = client;

    /// <inheritdoc/>
    public long Length => _client.Length;

    /// <summary>Requests so far, redirections and repetitions included.</summary>
    public long Requests => _client.Requests;

    /// <summary>Octets of bodies received so far.</summary>
    public long Received => _client.Received;

    /// <summary>Asks for the beginning of a file.</summary>
    /// <param name="url">An absolute address, http or https.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellation">Ends this and all later reading.</param>
    /// <exception cref="ClientException">
    /// <see cref="ClientError.InvalidInput"/>: another kind of address; <see cref="ClientError.Unreachable"/>: no answer, or not in time;
    /// <see cref="ClientError.NotFound"/>; <see cref="ClientError.InvalidResponse"/>: an answer that cannot be used, such as that of a server
    /// without range requests.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static HttpOctets Open(Uri url, HttpOctetsOptions options, CancellationToken cancellation = default)
    {
        var client = new RangeClient(url, options, cancellation);
        try
        {
            var octets = new HttpOctets(client);
            byte[] first = new byte[Block];
            int count = client.Begin(first);
            octets.Keep(0, first.AsSpan(0, count));
            octets._next = 1;
            return octets;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ClientException">As <see cref="Open"/>; <see cref="ClientError.Conflict"/>: the file was changed while it was read.</exception>
    public int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (destination.IsEmpty || offset >= Length)
        {
            return 0;
        }

        long block = offset / Block;
        if (!_blocks.TryGetValue(block, out byte[]? octets))
        {
            if (destination.Length >= Large)
            {
                int count = (int)Math.Min(Math.Min(destination.Length, LongestRequest), Length - offset);
                Fill(offset, count);
                _buffer.AsSpan(0, count).CopyTo(destination);
                _next = (offset + count) / Block;
                return count;
            }

            Fetch(block, destination.Length + (int)(offset % Block));
            octets = _blocks[block];
        }

        ReadOnlySpan<byte> part = octets.AsSpan((int)(offset % Block));
        part = part[..Math.Min(part.Length, destination.Length)];
        part.CopyTo(destination);
        return part.Length;
    }

    /// <summary>Reads ahead what will be read in any order: at most 8 MiB of it, in few requests.</summary>
    /// <exception cref="ClientException">As <see cref="Read"/>.</exception>
    public void Prefetch(OctetExtent extent)
    {
        long end = Math.Min(Math.Min(extent.End, Length), extent.Start + MostAhead);
        for (long block = extent.Start / Block; block * Block < end; block++)
        {
            if (!_blocks.ContainsKey(block))
            {
                Fetch(block, (int)Math.Min(end - (block * Block), LongestRequest));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // The block, with those behind it that are asked for as well, or soon will be; the last one with some before it, where the index begins.
    private void Fetch(long block, int wanted)
    {
        long last = (Length - 1) / Block;
        _ahead = block == _next ? Math.Min(_ahead * 2, LongestRequest / Block) : 1;
        int blocks = Math.Max(_ahead, (wanted + Block - 1) / Block);
        long first = block;
        for (int i = 1; block == last && i < BlocksAtEnd && first > 0 && !_blocks.ContainsKey(first - 1); i++)
        {
            first--;
            blocks++;
        }

        long end = first;
        while (end <= last && end - first < blocks && !_blocks.ContainsKey(end))
        {
            end++;
        }

        int count = (int)(Math.Min(end * Block, Length) - (first * Block));
        Fill(first * Block, count);
        for (int at = 0; at < count; at += Block)
        {
            Keep(first++, _buffer.AsSpan(at, Math.Min(Block, count - at)));
        }

        _next = end;
    }

    private void Fill(long start, int count)
    {
        if (_buffer.Length < count)
        {
            _buffer = new byte[count];
        }

        _client.Read(start, _buffer.AsMemory(0, count));
    }

    private void Keep(long block, ReadOnlySpan<byte> octets)
    {
        byte[] kept = _blocks.Count >= MostBlocks && _blocks.Remove(_order.Dequeue(), out byte[]? oldest) && oldest.Length == octets.Length
            ? oldest
            : new byte[octets.Length];
        octets.CopyTo(kept);
        _blocks[block] = kept;
        _order.Enqueue(block);
    }
}
