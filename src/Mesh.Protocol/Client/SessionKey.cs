using System.Security.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// Which session serves a request: same domain, same service, and exactly the same credentials. A digest, since credentials are shown
/// to the service alone; 40 hexadecimal characters, fit for a file name.
/// </summary>
public sealed record SessionKey
{
    private const int Octets = 20;

    private SessionKey(string name) => Name = name;

    /// <summary>The digest.</summary>
    public string Name { get; }

    /// <summary>The key for these credentials at this service.</summary>
    public static SessionKey Of(ServiceDomain domain, string serviceUdf, ChannelCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(credentials);
        byte[] shown = credentials.Write();
        byte[] name = Wire.Ascii(domain.Name);
        byte[] udf = Wire.Ascii(serviceUdf);
        byte[] input = new byte[Wire.Prefixed(name.Length) + Wire.Prefixed(udf.Length) + Wire.Prefixed(shown.Length)];
        var writer = new OctetWriter(input);
        writer.Prefixed(name);
        writer.Prefixed(udf);
        writer.Prefixed(shown);
        return new SessionKey(Convert.ToHexStringLower(SHA512.HashData(input).AsSpan(0, Octets)));
    }
}
