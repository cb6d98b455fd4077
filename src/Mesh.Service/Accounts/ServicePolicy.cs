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

    /// <summary>Octets that an account may take where the operator gave it no quota of its own.</summary>
    public long AccountOctets { get; init; } = 1L << 30;

    /// <summary>How long an account that its owner ended is held, to be bound again, before it is erased (P-5).</summary>
    public TimeSpan GraceTime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Connection requests that may wait for one account (P-7).</summary>
    public int PendingConnections { get; init; } = 16;

    /// <summary>
    /// Changes of one device that are remembered for 24 hours; further ones are turned away until one is forgotten. P-3 would evict at 256, which
    /// Mesh channel, section 4 forbids: this is a bound on use, and somebody's import of all passwords has to pass below it.
    /// </summary>
    public int ChangesPerDay { get; init; } = 4096;

    /// <summary>Requests of one account in a burst, reading or changing. 1 to 10,000.</summary>
    public int RequestBurst { get; init; } = 1000;

    /// <summary>Requests of one account per second in the long run.</summary>
    public double RequestsPerSecond { get; init; } = 50;

    /// <summary>
    /// Octets of long requests and answers, of more than 128 KiB, that are held at the same time; further ones are turned away. At work, a
    /// request takes about four times its length in memory.
    /// </summary>
    public long BodyOctets { get; init; } = 256L << 20;

    /// <summary>How long a connection request waits.</summary>
    public TimeSpan ConnectionLife { get; init; } = TimeSpan.FromHours(24);
}
