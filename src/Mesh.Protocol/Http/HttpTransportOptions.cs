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
    /// Time for one POST from the last octet of the body to the last of the answer, without the time that the body itself needs at
    /// 32 KiB/s. Default 60 s, the time after which servers give up (Mesh protocol, section 10).
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time for which an unused connection is kept. Default 30 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
