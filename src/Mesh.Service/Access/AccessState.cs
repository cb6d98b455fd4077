// The Access catalog as the service reads it (Mesh schema 10): who may do what, and which store keys are in force. Entries were checked when they
// were accepted (signed by the administrator, for their place, by the event rules); on replay the log's own root vouches for them.

using System.Collections.Immutable;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>The live entries of MMM_Access after so many frames. Immutable.</summary>
internal sealed class AccessState
{
    /// <summary>
    /// Octets that the live entries may have together: enough for a thousand devices, and a bound on what one account makes the service hold.
    /// </summary>
    public const long MostOctets = 32L << 20;

    private readonly ImmutableDictionary<string, Live> _live;

    private AccessState(long count, ImmutableDictionary<string, Live> live, long octets)
    {
        Count = count;
        Octets = octets;
        _live = live;
    }

    /// <summary>Before the store exists.</summary>
    public static AccessState Empty { get; } = new(0, ImmutableDictionary.Create<string, Live>(StringComparer.Ordinal), 0);

    /// <summary>Frames seen.</summary>
    public long Count { get; }

    /// <summary>Octets of the live entries.</summary>
    public long Octets { get; }

    /// <summary>Whether any device may administer: from then on the account's own key opens nothing (P-15).</summary>
    public bool HasAdministrator => _live.Values.Any(e =>
        AccessDecision.Of(e.Entry, CapabilityMode.Device) is { Outcome: AccessOutcome.Granted, Rights: var rights }
        && rights.MayWrite(Schema.StoreLabel.Access));

    /// <summary>The entry of a key, or null.</summary>
    public CatalogedAccess? Find(string id) => _live.GetValueOrDefault(id).Entry;

    /// <summary>The identifier of the key in force for a store; null where none is named.</summary>
    public string? StoreKey(string label) =>
        Find(CapabilityStoreKey.IdPrefix + label)?.Capability is CapabilityStoreKey { Active: true } key ? key.KeyIdentifier : null;

    /// <summary>Takes a frame in that was accepted before.</summary>
    public AccessState Replay(StoreFrame frame, IDecryptionKeyring keys, ReadOnlyMemory<byte> origin)
    {
        if (frame.Index == 0 || frame.IsErased)
        {
            return new AccessState(frame.Index + 1, _live, Octets);
        }

        return Apply(frame.Envelope, new StorePlace(origin, frame.Index), keys, SignerPolicy.None, strict: false);
    }

    /// <summary>Judges an entry that a device wants to append.</summary>
    /// <exception cref="DareException">It is not signed by the administrator, not for this place, or breaks a rule of events.</exception>
    /// <exception cref="SchemaException">It is no Access entry.</exception>
    public AccessState Accept(UnverifiedEnvelope envelope, StorePlace place, IDecryptionKeyring keys, SignerPolicy administrators) =>
        Apply(envelope, place, keys, administrators, strict: true);

    /// <summary>Counts frame 0.</summary>
    public AccessState Begin() => new(1, _live, Octets);

    private AccessState Apply(UnverifiedEnvelope envelope, StorePlace place, IDecryptionKeyring keys, SignerPolicy signers, bool strict)
    {
        CatalogEntry entry = CatalogEntry.Read(envelope, place);
        bool isLive = _live.ContainsKey(entry.UniqueId);
        if (strict && isLive == (entry.Event == CatalogEvents.New))
        {
            throw new DareException(
                DareError.EntryRefused, $"The entry at {place.Index} is refused: {(isLive ? "its key is live already" : "its key is not live")}.");
        }

        if (entry.Event == CatalogEvents.Erase)
        {
            return new AccessState(place.Index + 1, _live, Octets);
        }

        OpenedEnvelope opened = EnvelopeOpener.Open(envelope, new OpenRequest { Keys = keys, Signers = signers, Place = place });
        if (entry.Event == CatalogEvents.Delete)
        {
            return new AccessState(place.Index + 1, _live.Remove(entry.UniqueId), Octets - OctetsOf(entry.UniqueId));
        }

        CatalogedAccess access = SchemaJson.Decode<CatalogedAccess>(opened.Plaintext);
        return access.PrimaryKey == entry.UniqueId
            ? new AccessState(
                place.Index + 1, _live.SetItem(entry.UniqueId, new Live(access, opened.Plaintext.Length)),
                Octets - OctetsOf(entry.UniqueId) + opened.Plaintext.Length)
            : throw new DareException(DareError.EntryRefused, $"The entry at {place.Index} is refused: it names another key than its body.");
    }

    private int OctetsOf(string id) => _live.GetValueOrDefault(id).Octets;

    private readonly record struct Live(CatalogedAccess? Entry, int Octets);
}
