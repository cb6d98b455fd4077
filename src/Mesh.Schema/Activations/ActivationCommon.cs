using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// The account keys that a device's roles give it, and in <see cref="Activation.Entries"/> its store keys (Mesh schema 6). Sealed to
/// the device's connected Encryption key, signed by the administrator. The account's authentication key is given to no device.
/// </summary>
public sealed record ActivationCommon : Activation
{
    /// <summary>Private ProfileSignature; <c>super</c> only.</summary>
    public KeyData? ProfileSignature { get; init; }

    /// <summary>Private AdministratorSignature; <c>super</c> and <c>admin</c>.</summary>
    public KeyData? AdministratorSignature { get; init; }

    /// <summary>Private CommonEncryption, or a share of it.</summary>
    public KeyData? Encryption { get; init; }

    /// <summary>Read where others wrote it; never written and never used (Mesh schema S-23).</summary>
    public KeyData? Authentication { get; init; }

    /// <summary>Private CommonSignature, or a share of it.</summary>
    public KeyData? Signature { get; init; }

    /// <summary>Generation of <see cref="Encryption"/>: 0 derived from the seed, later ones random (Mesh rulings 5). Ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Generation { get; init; }

    /// <summary>Earlier generations of <see cref="Encryption"/>, so that old messages stay readable. Ours.</summary>
    public ImmutableArray<PriorKey> PriorKeys { get => field.OrEmpty(); init; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
        {
            return;
        }

        ProfileSignature?.Dispose();
        AdministratorSignature?.Dispose();
        Encryption?.Dispose();
        Authentication?.Dispose();
        Signature?.Dispose();
        foreach (PriorKey prior in PriorKeys)
        {
            prior.Dispose();
        }
    }
}
