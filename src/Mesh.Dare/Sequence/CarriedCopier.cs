using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Copies entries of a sequence as they are carried, without opening them (DARE 4.13): for whoever stores what others read. Bodies, salts, metadata and
/// the signatures of single entries stay what they are; the exchange frames that entries name are copied with them. Numbers, roots and the
/// signatures over roots are those of the other sequence. The first one is verified as a whole on the way.
/// </summary>
public sealed class CarriedCopier
{
    private const int Block = 1 << 18;

    private readonly IOctetSource _source;
    private readonly SequenceWriter _destination;
    private readonly Dictionary<long, SequenceFrame> _exchanges = [];
    private readonly Dictionary<long, long> _numbers = [];

    private CarriedCopier(IOctetSource source, SequenceWriter destination)
    {
        _source = source;
        _destination = destination;
    }

    /// <summary>Copies entries in their order. The caller closes the writer, or discards what was written if this call throws.</summary>
    /// <param name="source">Where from; no keys are needed.</param>
    /// <param name="request">Whose signatures are asked for.</param>
    /// <param name="destination">Where to: a sequence with the same policy for encryption.</param>
    /// <param name="allVersions">True for every version of every key, deletions included; where keys are hidden nothing else can be done.</param>
    /// <param name="progress">Told how many octets were read, of all that there are.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>How many entries were copied.</returns>
    /// <exception cref="DareException">
    /// What is wrong with the source; <see cref="DareError.InvalidRequest"/>: the policies differ, a key exchange is shared by all of the sequence
    /// (<c>Once</c>), or hidden entries were to be chosen.
    /// </exception>
    public static long Copy(
        IOctetSource source,
        OpenRequest request,
        SequenceWriter destination,
        bool allVersions,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(destination);
        var reader = new FrameReader(source);
        SequenceFrame zero = SequenceFrame.Read(reader, reader.At(0));
        RequireAlike(SequenceTail.HeadOf(reader, zero).Policy, destination.Head.Policy, allVersions);
        HashSet<long>? live = allVersions ? null : Live(source, request, cancellation);
        var copier = new CarriedCopier(source, destination);
        long copied = 0;
        void Take(SequenceFrame frame)
        {
            if (frame.IsExchange)
            {
                copier._exchanges[frame.Index] = frame;
            }

            // What was erased stays behind.
            bool isErased = ProtectedBody.IsErased(frame.Header.Salt);
            if (!frame.IsMeta && !isErased && live?.Contains(frame.Index) != false)
            {
                copier.Append(frame);
                copied++;
            }
        }

        RequireGood(SequenceVerifier.Verify(source, request, Take, progress, cancellation));
        return copied;
    }

    private static void RequireAlike(DarePolicy? source, DarePolicy? destination, bool allVersions)
    {
        var from = new SequenceRules(source);
        var to = new SequenceRules(destination);
        bool alike = from.Encryption == to.Encryption && from.Policy.IsHidden == to.Policy.IsHidden
            && from.Policy.EncryptKeys.Select(k => k.Kid).ToHashSet().SetEquals(to.Policy.EncryptKeys.Select(k => k.Kid))
            && (from.Signing == "Isolated") == (to.Signing == "Isolated")
            && (from.Signing != "Isolated" || from.Policy.SignKeys.Select(k => k.Kid).ToHashSet().SetEquals(to.Policy.SignKeys.Select(k => k.Kid)));
        if (!alike || from.Encryption is "Once" or "None")
        {
            throw new DareException(
                DareError.InvalidRequest,
                !alike ? "Entries that are not opened can be copied only to a sequence that is sealed to the same keys in the same way."
                : from.Encryption == "None" ? "The sequence is in clear: its entries are copied like any others."
                : "All of the sequence is sealed under one exchange of keys, which only those who can open it can go on with.");
        }

        if (from.Policy.IsHidden && !allVersions)
        {
            throw new DareException(DareError.InvalidRequest, "The metadata are hidden: without keys all versions are copied, or nothing.");
        }
    }

    // By the keys of the frames themselves: the index is sealed.
    private static HashSet<long> Live(IOctetSource source, OpenRequest request, CancellationToken cancellation)
    {
        Dictionary<string, (long Index, bool IsDeleted)> latest = [];
        HashSet<long> live = [];
        void Take(SequenceFrame frame)
        {
            if (frame.IsMeta)
            {
                return;
            }

            if (SequenceEntries.Of(frame.Meta, frame.Index) is { } entry)
            {
                latest[entry.Key] = (entry.Index, entry.IsDeleted);
            }
            else
            {
                live.Add(frame.Index);
            }
        }

        RequireGood(SequenceVerifier.Verify(source, request, Take, null, cancellation));
        live.UnionWith(latest.Values.Where(l => !l.IsDeleted).Select(l => l.Index));
        return live;
    }

    private static void RequireGood(SequenceReport report)
    {
        if (report.Fault is { } fault)
        {
            throw new DareException(fault.Code, fault.Message);
        }

        // A copy has no erasure frames: what they name must be gone before.
        if (report.PendingErasures > 0)
        {
            throw new DareException(DareError.InvalidRequest, "An erasure was begun and not finished: dare fsck --repair completes it.");
        }
    }

    private void Append(SequenceFrame frame)
    {
        long? exchange = null;
        if (frame.Info.ExchangePosition is { } position)
        {
            // An index frame that came between has brought an exchange of its own: then the one that is needed is written once more.
            if (!_numbers.TryGetValue(position, out long there) || there != _destination.LatestExchange)
            {
                _numbers[position] = there = Carry(_exchanges[position], null);
            }

            exchange = there;
        }

        Carry(frame, exchange);
    }

    private long Carry(SequenceFrame frame, long? exchange) => _destination.AppendCarried(frame, exchange, output =>
    {
        using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        byte[] block = new byte[(int)Math.Clamp(frame.Layout.BodyLength, 1, Block)];
        for (long done = 0; done < frame.Layout.BodyLength;)
        {
            int count = _source.Read(frame.Layout.BodyStart + done, block.AsSpan(0, (int)Math.Min(block.Length, frame.Layout.BodyLength - done)));
            if (count <= 0)
            {
                throw DareException.Malformed("The sequence became shorter while it was read.");
            }

            hasher.AppendData(block, 0, count);
            output(block.AsMemory(0, count));
            done += count;
        }

        return hasher.GetHashAndReset();
    });
}
