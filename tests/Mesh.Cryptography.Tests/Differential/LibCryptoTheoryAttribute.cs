namespace Mesh.Cryptography.Tests.Differential;

/// <summary>A theory that calls OpenSSL and is skipped, visibly, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LibCryptoTheoryAttribute : TheoryAttribute
{
    public LibCryptoTheoryAttribute()
    {
        if (!LibCrypto.IsPresent)
        {
            Skip = $"{LibCrypto.Library} is not on this machine (Debian: libssl3)";
        }
    }
}
