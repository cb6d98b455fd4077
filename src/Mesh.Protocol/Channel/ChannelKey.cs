using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Protocol;

/// <summary>Static keys of either kind as the handshake takes them: clamped, or a residue below L that is never clamped.</summary>
internal static class ChannelKey
{
    /// <summary>A copy of an X448 key, which the caller disposes.</summary>
    /// <exception cref="ArgumentException">Another algorithm.</exception>
    public static AgreementScalar448 CopyOf(AgreementPrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Algorithm != KeyAlgorithm.X448)
        {
            throw new ArgumentException("the channel takes X448 keys alone", nameof(key));
        }

        using SecretBytes octets = key.RevealOctets();
        return key.Form is PrivateKeyForm.Residue
            ? ResidueScalar448.FromOctets(octets.Reveal())
            : ClampedScalar448.FromOctets(octets.Reveal());
    }
}
