namespace Mesh.Cryptography.Tests.Frost;

/// <summary>What a refused call throws.</summary>
internal static class Refusal
{
    public static CryptoError Code(Func<object?> action) => Assert.Throws<CryptoException>(action).Code;

    /// <summary>The culprits, of an exception of the kind <paramref name="code"/>.</summary>
    public static IReadOnlyList<int> Culprits(CryptoError code, Func<object?> action)
    {
        CryptoException refused = Assert.Throws<CryptoException>(action);
        Assert.Equal(code, refused.Code);
        return refused.Culprits;
    }
}
