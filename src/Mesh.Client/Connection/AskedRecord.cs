namespace Mesh.Client;

/// <summary>
/// A connection request whose answer this device does not have yet: it is repeated octet for octet, since the service lets a device wait once.
/// Kept in the sealed catalog of the machine, because of the PIN.
/// </summary>
internal sealed record AskedRecord
{
    /// <summary>The address of the account.</summary>
    public required string Address { get; init; }

    /// <summary>The request, as <see cref="Protocol.RequestIntent"/> writes it.</summary>
    public required byte[] Intent { get; init; }

    /// <summary>The salted PIN as text, if one was used.</summary>
    public string? SaltedPin { get; init; }
}
