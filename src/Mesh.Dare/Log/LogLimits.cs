namespace Mesh.Dare;

/// <summary>What an account log takes up at most.</summary>
public static class LogLimits
{
    /// <summary>
    /// Octets of one transaction, which is one outer frame: 128 MiB. A request of a peer is held to far less (16 MiB, protocol 10); a
    /// device may take up a whole store at once.
    /// </summary>
    public const int Transaction = 128 << 20;

    /// <summary>Octets that one flush covers, beyond the first transaction.</summary>
    public const int Group = 32 << 20;

    /// <summary>Transactions that one flush covers.</summary>
    public const int GroupCount = 256;

    /// <summary>Transactions that wait for the writer; more are turned away at once.</summary>
    public const int Waiting = 4096;
}
