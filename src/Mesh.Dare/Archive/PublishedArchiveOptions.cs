namespace Mesh.Dare;

/// <summary>How a published archive is read.</summary>
public sealed class PublishedArchiveOptions
{
    /// <summary>
    /// True to take a backslash for a separator, as archives written on Windows have it (D-21). Otherwise such entries are listed with a
    /// problem and not opened.
    /// </summary>
    public bool Backslashes { get; init; }

    /// <summary>
    /// Whose signatures raise the level of an entry to <see cref="VerificationLevel.Signed"/>, and in which forms
    /// (<see cref="SignerPolicy.With"/>). A demand is made when an entry is opened, not here.
    /// </summary>
    public SignerPolicy Signers { get; init; } = SignerPolicy.None;

    /// <summary>
    /// The apex of the archive, 64 octets, from a source that the caller trusts. The archive must have it: bodies then stand at
    /// <see cref="VerificationLevel.Checkpointed"/>.
    /// </summary>
    public ReadOnlyMemory<byte>? TrustedApex { get; init; }
}
