namespace Mesh.Client;

/// <summary>What a machine knows of an account besides its keys and stores: enough to list it, and to finish what was interrupted.</summary>
internal sealed record MachineRecord
{
    public required string Address { get; init; }

    public required string ProfileUdf { get; init; }

    public required string DeviceUdf { get; init; }

    public required string ServiceUdf { get; init; }

    public string? LocalName { get; init; }

    public bool Default { get; init; }

    public required AccountState State { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>State Creating: the signed profile of the account, JSON.</summary>
    public byte[]? Profile { get; init; }

    /// <summary>State Creating: the verified profile of the service, JSON.</summary>
    public byte[]? Service { get; init; }

    /// <summary>State Creating: whether this device is to hold the profile key; null while that was not asked.</summary>
    public bool? KeepsProfileKey { get; init; }

    /// <summary>State Pending: what the device sent and got.</summary>
    public PendingRecord? Pending { get; init; }

    public AccountSummary ToSummary() => new(Address, ProfileUdf, DeviceUdf, LocalName, Default, State, Roles);
}
