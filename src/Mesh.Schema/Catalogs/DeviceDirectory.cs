using System.Collections.Frozen;
using System.Collections.Immutable;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// The devices of an account as an administrator knows them from its verified copy of MMM_Device: who is live, who was removed, which
/// PINs are spent (Mesh rulings 10). A snapshot.
/// </summary>
public sealed class DeviceDirectory
{
    private readonly FrozenDictionary<string, VerifiedDevice> _bySignature;
    private readonly FrozenSet<string> _removed;
    private readonly FrozenSet<string> _spentPins;

    /// <summary>A snapshot.</summary>
    /// <param name="live">The live entries.</param>
    /// <param name="removed">UDFs of devices that were deleted at any time, whether connected again since or not.</param>
    /// <param name="spentPins">PinIds of entries that are no longer live; those of live entries are known from them.</param>
    public DeviceDirectory(IEnumerable<VerifiedDevice> live, IEnumerable<string> removed, IEnumerable<string> spentPins)
    {
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(removed);
        ArgumentNullException.ThrowIfNull(spentPins);
        Live = [.. live];
        _bySignature = Live.DistinctBy(d => d.Signature.Kid).ToFrozenDictionary(d => d.Signature.Kid, StringComparer.Ordinal);
        _removed = removed.Select(UdfText.Canonical).ToFrozenSet(StringComparer.Ordinal);
        _spentPins = spentPins.Concat(Live.Select(d => d.Entry.PinId).OfType<string>())
            .Select(UdfText.Canonical).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The live devices.</summary>
    public ImmutableArray<VerifiedDevice> Live { get; }

    /// <summary>The keys by which live devices sign.</summary>
    internal IReadOnlyCollection<SignaturePublicKey> SignatureKeys => [.. Live.Select(d => d.Signature)];

    /// <summary>The live device that signs with the key of that UDF, or null.</summary>
    public VerifiedDevice? FindBySignature(string kid) => _bySignature.GetValueOrDefault(kid);

    /// <summary>Whether the device of that UDF was ever deleted.</summary>
    public bool WasRemoved(string deviceUdf) => _removed.Contains(UdfText.Canonical(deviceUdf));

    /// <summary>Whether a device was ever admitted with the PIN of that id.</summary>
    public bool IsSpent(string pinId) => _spentPins.Contains(UdfText.Canonical(pinId));
}
