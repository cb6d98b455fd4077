using System.Security.Cryptography.X509Certificates;

namespace Mesh.Protocol;

/// <summary>Settings of <see cref="HttpTransport"/>.</summary>
public sealed class HttpTransportOptions
{
    /// <summary>Roots to trust in place of the system's, for closed networks; names and chains are checked all the same. Default none.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Time for connecting to one host, TLS included. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time for one POST up to the head of the answer, connecting included, and again for the body of the answer; in both without the time
    /// that a body itself needs at 32 KiB/s. Default 20 s: a transaction takes 5 s at most where nothing is wrong (Mesh protocol,
    /// section 10), and who waits longer is better told.
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time for which an unused connection is kept. Default 30 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
