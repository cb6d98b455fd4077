namespace Mesh.Service;

/// <summary>What an operator decides.</summary>
public sealed record ServicePolicy
{
    /// <summary>True takes no new accounts.</summary>
    public bool Closed { get; init; }

    /// <summary>New accounts in a burst.</summary>
    public int AccountBurst { get; init; } = 60;

    /// <summary>New accounts an hour, after the burst.</summary>
    public double AccountsPerHour { get; init; } = 600;

    /// <summary>Connection requests that may wait for one account (P-7).</summary>
    public int PendingConnections { get; init; } = 16;

    /// <summary>How long a connection request waits.</summary>
    public TimeSpan ConnectionLife { get; init; } = TimeSpan.FromHours(24);
}
