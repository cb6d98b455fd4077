namespace Mesh.Cryptography.Tests.Signatures;

/// <summary>Verification of Ed448 on any machine and, where there is AVX2, with coordinates side by side: they must come to the same.</summary>
internal static class BothWays
{
    public static bool Verify(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> context = default)
    {
        bool valid = Ed448.VerifyBy(false, publicKey, message, signature, context);
        if (Field448x4.IsSupported)
        {
            Assert.Equal(valid, Ed448.VerifyBy(true, publicKey, message, signature, context));
        }

        return valid;
    }
}
