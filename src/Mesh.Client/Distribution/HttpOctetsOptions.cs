namespace Mesh.Client;

/// <summary>How a file is read over HTTP.</summary>
public sealed record HttpOctetsOptions
{
    /// <summary>How long a connection may take to come about.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long nothing may arrive.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Octets a second below which a request, once <see cref="StallTimeout"/> has passed, is given up.</summary>
    public int LeastRate { get; init; } = 1024;

    /// <summary>How often a request is made before it counts as failed: connections break.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>How long to wait before the second attempt; twice that before the third, and so on.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Redirections followed for one request; never from https to http.</summary>
    public int MostRedirections { get; init; } = 5;

    /// <summary>Octets of the longest file: 64 TiB.</summary>
    public long MostLength { get; init; } = 1L << 46;
}
