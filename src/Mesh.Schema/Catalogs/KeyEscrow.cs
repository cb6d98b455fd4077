using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// The decryption keys that no longer follow from the account seed because they were replaced (Mesh rulings 5), for recovery. An entry of
/// MMM_Device, signed by the administrator, whose envelope has EscrowEncryption as a recipient beside the store key: who recovered the
/// seed finds it by that recipient before any store opens. Signature keys are not in it; recovery makes new ones. Ours. Dispose it.
/// </summary>
public sealed record KeyEscrow : CatalogedEntry, IDisposable
{
    /// <summary>The one primary key; each rotation writes the entry anew.</summary>
    public const string EntryKey = "mmm/KeyEscrow";

    /// <summary>Private CommonEncryption, where it was replaced.</summary>
    public KeyData? Encryption { get; init; }

    /// <summary>Generation of <see cref="Encryption"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Generation { get; init; }

    /// <summary>Earlier generations of <see cref="Encryption"/>.</summary>
    public ImmutableArray<PriorKey> PriorKeys { get => field.OrEmpty(); init; }

    /// <summary>Keys of the stores where they were replaced, earlier generations included.</summary>
    public ImmutableArray<ActivationEntry> Entries { get => field.OrEmpty(); init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string PrimaryKey => EntryKey;

    /// <summary>Erases every secret in it.</summary>
    public void Dispose()
    {
        Encryption?.Dispose();
        foreach (PriorKey prior in PriorKeys)
        {
            prior.Dispose();
        }

        foreach (ActivationEntry entry in Entries)
        {
            entry.Dispose();
        }
    }
}
