using System.Text;

namespace Mesh.Protocol;

/// <summary>
/// Prologue = LP("Mesh/3") ‖ LP("Noise_XX_448_AESGCM_SHA512") ‖ LP("mmm") ‖ LP(service domain) (Mesh channel, section 1). Both ends
/// hash it, so version, suite, protocol and domain cannot be changed on the way.
/// </summary>
internal static class Prologue
{
    private static readonly byte[] Version = Wire.Ascii(Wire.Version);
    private static readonly byte[] Suite = Wire.Ascii(Wire.NoiseName);
    private static readonly byte[] Protocol = Wire.Ascii(Wire.ProtocolName);

    public static byte[] Write(string domain)
    {
        byte[] name = Wire.Ascii(domain);
        byte[] octets = new byte[Wire.Prefixed(Version.Length) + Wire.Prefixed(Suite.Length) + Wire.Prefixed(Protocol.Length)
            + Wire.Prefixed(name.Length)];
        var writer = new OctetWriter(octets);
        writer.Prefixed(Version);
        writer.Prefixed(Suite);
        writer.Prefixed(Protocol);
        writer.Prefixed(name);
        return octets;
    }

    /// <summary>The domain asked for, which the caller looks up as it stands: other spellings are not served.</summary>
    public static string ReadDomain(ReadOnlySpan<byte> octets)
    {
        var reader = new OctetReader(octets, "prologue");
        bool known = reader.Prefixed().SequenceEqual(Version);
        known &= reader.Prefixed().SequenceEqual(Suite);
        known &= reader.Prefixed().SequenceEqual(Protocol);
        ReadOnlySpan<byte> domain = reader.Prefixed();
        reader.End();
        if (!known)
        {
            throw ProtocolException.Refused("the client speaks another version, suite or protocol");
        }

        return Ascii.IsValid(domain)
            ? System.Text.Encoding.ASCII.GetString(domain)
            : throw ProtocolException.Refused("the client asks for a domain that is not in A-labels");
    }
}
