using Mesh.Dare;
using Mesh.Encoding;

namespace Mesh.Schema;

/// <summary>
/// The tag by which a device knows that its entry changed, <c>CatalogedDeviceDigest</c> (Mesh schema 2): the first 128 bits of
/// 60 ‖ SHA-512 of the sealed entry as carried, in Base32 (26 characters). Only a cache tag; nothing is trusted because of it.
/// </summary>
public static class DeviceDigest
{
    private const int Octets = 16;

    /// <summary>The tag of <paramref name="entry"/>.</summary>
    public static string Compute(Enveloped<CatalogedDevice> entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        byte[] digest = DareDigest.S512.Compute(entry.Envelope.Body.Span);
        return Base32.Encode([UdfType.DigestSha2, .. digest.AsSpan(0, Octets - 1)]);
    }
}
