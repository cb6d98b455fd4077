using Mesh.Encoding;

namespace Mesh.Schema.Tests;

/// <summary>Values of the published examples.</summary>
internal static class Known
{
    /// <summary>ProfileSignature of the account in the published connection example, MC76-AK7P-CEKP-ILKC-MEXU-EOIF-I6BF.</summary>
    public const string AccountProfileKey = "brmqKUhZBqF_Ig3jGON3soGVSSE1Nana58L600SmS9mfJpdnHKd6PaqD65X2b31VMcE6P4hjQksA";

    /// <summary>ProfileSignature of the device in the published connection example, MCZJ-BSTU-OIMP-SRF3-WNGV-4JIV-56ZM.</summary>
    public const string DeviceProfileKey = "81dP8QCThCcb2TcTnRqrDVhosIj0xM_s-1BHsCjyFbZjX4ykmzpdMWOcpHes6JmUdH1Lh78PFqkA";

    public static byte[] Octets(string base64Url) => Base64UrlText.Decode(base64Url);

    public static KeyFingerprint Fingerprint(string ed448PublicKey) => KeyFingerprint.Of(KeyAlgorithmId.Ed448, Octets(ed448PublicKey));
}
