namespace Mesh.Client;

/// <summary>What of a sequence is copied, and how the copy is sealed and signed. The keys stay the caller's.</summary>
public sealed record SequenceCopying
{
    /// <summary>Who may open the copy and who signs it. Without recipients, secrets and passphrase those of the original may open it; without signers
    /// its policy says who has to sign.</summary>
    public FileSealing Sealing { get; init; } = new();

    /// <summary>The copy is not encrypted.</summary>
    public bool Decrypts { get; init; }

    /// <summary>The copy is not signed, whatever the original is.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>Entries stay sealed as they are, and are not opened: no keys are needed, and the policy for encryption is that of the original.</summary>
    public bool KeepsSealed { get; init; }

    /// <summary>Every version of every entry is copied, deletions included; otherwise the latest version of what is there.</summary>
    public bool AllVersions { get; init; }

    /// <summary>The copy ends in an index frame.</summary>
    public bool WithIndex { get; init; } = true;

    /// <summary>What cannot be read is left out, and what nobody signed is taken: for what is left of a damaged file.</summary>
    public bool IsSalvage { get; init; }
}
