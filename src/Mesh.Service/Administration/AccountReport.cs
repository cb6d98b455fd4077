namespace Mesh.Service;

/// <summary>What an operator sees of an account: nothing of what is in it.</summary>
public sealed record AccountReport
{
    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>Fingerprint of the profile.</summary>
    public required string ProfileUdf { get; init; }

    /// <summary>When its owner ended it; it is held for the grace time from then on.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Suspended by the operator.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>Space of its own in units of 1,024 octets; null where the policy's holds.</summary>
    public long? Quota { get; init; }

    /// <summary>Octets that it takes; null in a list.</summary>
    public long? Octets { get; init; }

    /// <summary>Entries by store; empty in a list.</summary>
    public IReadOnlyDictionary<string, long> Stores { get; init; } = new Dictionary<string, long>();
}
