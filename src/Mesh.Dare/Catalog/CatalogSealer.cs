using System.Collections.Frozen;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// Builds the entries of a catalog (Mesh sealing, section 5): metadata <c>{"UniqueId","Event","Origin","Index"}</c>, body sealed to the store
/// key (Isolated), <c>dig</c> S512, signed where the catalog asks for it, always for one place. After a conflict the entry is sealed and
/// signed anew, at its new place and with a new salt: an envelope is never moved.
/// </summary>
public sealed class CatalogSealer
{
    private readonly EnvelopeSealer _sealer;

    /// <summary>Creates a sealer.</summary>
    public CatalogSealer(EnvelopeSealer sealer)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        _sealer = sealer;
    }

    /// <summary>How keys are named in the open.</summary>
    public required EntryNaming Naming { get; init; }

    /// <summary>Who can read: the key of the store; in Access and Publication the service as well.</summary>
    public required IReadOnlyCollection<AgreementPublicKey> Recipients { get; init; }

    /// <summary>Entries that one more can read, by their true keys: the escrow of keys, which opens with the account's seed alone.</summary>
    public IReadOnlyDictionary<string, AgreementPublicKey> FurtherReaders { get; init; } = FrozenDictionary<string, AgreementPublicKey>.Empty;

    /// <summary>Who signs: in Device and Access the administrator, elsewhere nobody.</summary>
    public IReadOnlyCollection<SignaturePrivateKey> Signers { get; init; } = [];

    /// <summary>An entry with a body: <see cref="CatalogEvents.New"/> or <see cref="CatalogEvents.Update"/>.</summary>
    /// <param name="place">Where it is to stand.</param>
    /// <param name="event">The event.</param>
    /// <param name="key">The true key.</param>
    /// <param name="body">The tagged object.</param>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public UnverifiedEnvelope SealChange(StorePlace place, string @event, string key, ReadOnlySpan<byte> body) =>
        @event is CatalogEvents.New or CatalogEvents.Update
            ? Seal(place, @event, key, body)
            : throw new DareException(DareError.InvalidRequest, "Only New and Update entries have a body of the catalog's own.");

    /// <summary>A Delete entry for the live entry <paramref name="deleted"/> of a key.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>.</exception>
    public UnverifiedEnvelope SealDelete(StorePlace place, string key, long deleted) =>
        Seal(place, CatalogEvents.Delete, key, new CatalogedDelete(key, deleted).ToOctets());

    /// <summary>
    /// The record that a frame is about to be erased, in clear, signed by the administrator. It is appended before, or together with, the
    /// erasure.
    /// </summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: no administrator, or the frame is not an earlier entry.</exception>
    public UnverifiedEnvelope SignErase(StorePlace place, StoreFrame frame, SignaturePrivateKey administrator)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(administrator);
        if (frame.Index <= 0 || frame.Index >= place.Index || frame.IsErased)
        {
            throw new DareException(DareError.InvalidRequest, "An Erase entry names an earlier entry that is not erased yet.");
        }

        ContentMeta erased = ContentMeta.Parse(frame.Envelope.Header.ContentMetaData);
        byte[]? digest = frame.Envelope.Header.Salt is { } salt ? LeafInput.DigestOfSalt(salt.Span) : null;
        return _sealer.Seal(new CatalogedErase(frame.Index, OptionalOctets.Of(digest)).ToOctets(), new SealRequest
        {
            ContentMetaData = Metadata(place, CatalogEvents.Erase, erased.UniqueId ?? ""),
            Signers = [administrator],
            Place = place,
        });
    }

    private static byte[] Metadata(StorePlace place, string @event, string name) => new ContentMeta
    {
        UniqueId = name,
        Event = @event,
        Origin = place.Origin,
        Index = place.Index,
    }.ToOctets();

    private UnverifiedEnvelope Seal(StorePlace place, string @event, string key, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(place);
        if (Recipients.Count == 0)
        {
            throw new DareException(DareError.InvalidRequest, "The entries of a catalog are sealed; there is no key to seal them to.");
        }

        return _sealer.Seal(body, new SealRequest
        {
            ContentMetaData = Metadata(place, @event, Naming.NameOf(key)),
            Recipients = FurtherReaders.TryGetValue(key, out AgreementPublicKey? reader) ? [.. Recipients, reader] : Recipients,
            Signers = Signers,
            Place = place,
            WithDigest = true,
        });
    }
}
