namespace Mesh.Client;

/// <summary>
/// What a device that asked to join needs in order to judge the answer (Mesh protocol 6.2 step 4, 6.3, P-14). Envelopes as JSON; kept in the
/// sealed catalog of the machine, because of the PIN.
/// </summary>
internal sealed record PendingRecord
{
    public required byte[] Profile { get; init; }

    public required byte[] Service { get; init; }

    public required byte[] Request { get; init; }

    public required byte[] Acknowledge { get; init; }

    /// <summary>The salted PIN as text, if one was used.</summary>
    public string? SaltedPin { get; init; }
}
