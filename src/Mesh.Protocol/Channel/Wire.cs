using System.Text;

namespace Mesh.Protocol;

/// <summary>
/// Octets and labels of Mesh channel that both ends write. LP(x) is a 4-octet big-endian length before x; times are 8 octets,
/// big-endian, seconds since 1970-01-01 UTC.
/// </summary>
internal static class Wire
{
    public const byte Post1Type = 0x02;
    public const byte Post2Type = 0x04;
    public const byte RequestType = 0x05;
    public const byte ResponseType = 0x85;

    public const string Version = "Mesh/3";
    public const string NoiseName = "Noise_XX_448_AESGCM_SHA512";
    public const string ProtocolName = "mmm";

    /// <summary>Octets of an X448 public key in a handshake message.</summary>
    public const int X448Octets = 56;

    /// <summary>Octets of an X448 public key with its sign octet, as UDFs and credentials take it.</summary>
    public const int SignedX448Octets = 57;

    public const int LengthOctets = 4;
    public const int TimeOctets = 8;
    public const int TagOctets = 16;
    public const int DigestOctets = 64;
    public const int SaltOctets = 32;
    public const int RidOctets = 32;
    public const int SecretOctets = 64;

    public static int Prefixed(int length) => checked(LengthOctets + length);

    public static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
