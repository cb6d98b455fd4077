namespace Mesh.Cryptography.Tests.Frost;

/// <summary>A fact that needs OpenSSL's libcrypto and is skipped, visibly, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslFactAttribute : FactAttribute
{
    public OpenSslFactAttribute()
    {
        if (!OtherVerifier.HasOpenSsl)
        {
            Skip = "libcrypto of OpenSSL 3 is not installed";
        }
    }
}
