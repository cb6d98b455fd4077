namespace Mesh.Dare;

/// <summary>
/// The digests of salts that were erased, as Erase entries give them (Mesh sealing, section 4): one of them stands in the leaf in place
/// of the salt. An entry comes after the frame that it names, so they are collected before leaves are formed, from frames of which nothing
/// is known yet. A digest that is wrong leads to another root, and where entries contradict each other, the root decides; whether an
/// entry was rightly made is the catalog's business.
/// </summary>
public sealed class SaltDigests
{
    // Nobody erases a frame twice; the limit keeps a store full of such entries from costing a hash for each at every frame.
    private const int MostForOneFrame = 8;

    private readonly Dictionary<long, List<ReadOnlyMemory<byte>>> _digests = [];

    /// <summary>Collects what looks like Erase entries among frames that are not verified yet.</summary>
    public static SaltDigests Collect(IEnumerable<StoreFrame> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var digests = new SaltDigests();
        foreach (StoreFrame frame in frames)
        {
            if (EraseOf(frame) is { } erase)
            {
                digests.Add(frame.Index, erase);
            }
        }

        return digests;
    }

    /// <summary>Takes up an entry that stands at <paramref name="at"/>; one that names no earlier entry says nothing.</summary>
    public void Add(long at, CatalogedErase erase)
    {
        ArgumentNullException.ThrowIfNull(erase);
        if (erase.Index <= 0 || erase.Index >= at)
        {
            return;
        }

        if (!_digests.TryGetValue(erase.Index, out List<ReadOnlyMemory<byte>>? list))
        {
            _digests.Add(erase.Index, list = []);
        }

        ReadOnlyMemory<byte> digest = erase.SaltDigest ?? default;
        if (list.Count < MostForOneFrame && !list.Exists(d => d.Span.SequenceEqual(digest.Span)))
        {
            list.Add(digest);
        }
    }

    /// <summary>True when an Erase entry names the frame.</summary>
    public bool Names(long index) => _digests.ContainsKey(index);

    /// <summary>What may stand in the leaf for the salt of a frame.</summary>
    /// <param name="index">The frame.</param>
    /// <param name="salt">Its salt; zeros where it is erased; null where it never had one.</param>
    /// <returns>32 octets, or none for a frame without salt; several where Erase entries contradict each other.</returns>
    /// <exception cref="DareException"><see cref="DareError.TreeMismatch"/>: the salt is erased and no Erase entry gives its digest.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> Of(long index, ReadOnlyMemory<byte>? salt)
    {
        if (salt is not { Length: > 0 } octets)
        {
            return [ReadOnlyMemory<byte>.Empty];
        }

        if (!ProtectedBody.IsErased(salt))
        {
            return [LeafInput.DigestOfSalt(octets.Span)];
        }

        ReadOnlyMemory<byte>[] digests =
            [.. _digests.GetValueOrDefault(index, []).Where(d => d.Length == MerkleHash.Size)];
        return digests.Length > 0
            ? digests
            : throw new DareException(DareError.TreeMismatch, $"The salt of frame {index} is erased, and no Erase entry gives its digest.");
    }

    /// <summary>
    /// The hash of a frame's leaf: of the digests that Erase entries give, the one with which the frame has the root that it states. Where none
    /// fits, it leads to another root.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="before">The tree over the frames before it; unchanged.</param>
    /// <exception cref="DareException"><see cref="DareError.TreeMismatch"/>: as <see cref="Of"/>.</exception>
    public byte[] LeafHash(StoreFrame frame, MerkleFrontier before)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(before);
        IReadOnlyList<ReadOnlyMemory<byte>> digests = Of(frame.Index, frame.Envelope.Header.Salt);
        foreach (ReadOnlyMemory<byte> digest in digests.SkipLast(1))
        {
            byte[] hash = frame.Leaf(digest).Hash();
            MerkleFrontier tree = before.Clone();
            tree.Append(hash);
            if (tree.Root().AsSpan().SequenceEqual(frame.ApexDigest.Span))
            {
                return hash;
            }
        }

        return frame.Leaf(digests[^1]).Hash();
    }

    // Anybody who can append can put such a thing here, also into a spool; what is ill-formed names nothing.
    private static CatalogedErase? EraseOf(StoreFrame frame)
    {
        DareHeader header = frame.Envelope.Header;
        if (frame.Index == 0 || header.IsEncrypted)
        {
            return null;
        }

        try
        {
            return ContentMeta.Parse(header.ContentMetaData).Event == CatalogEvents.Erase
                ? CatalogedErase.Parse(frame.Envelope.Body)
                : null;
        }
        catch (DareException)
        {
            return null;
        }
    }
}
