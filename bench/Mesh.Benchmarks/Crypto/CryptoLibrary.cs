namespace Mesh.Benchmarks.Crypto;

/// <summary>A library and what it offers of the operations that are compared.</summary>
internal abstract class CryptoLibrary
{
    public abstract string Name { get; }

    /// <summary>False where the library is not installed on this machine.</summary>
    public abstract bool IsPresent { get; }

    /// <summary>The operations it has, over the same inputs as every other library.</summary>
    public abstract IEnumerable<Subject> Subjects(CryptoInputs inputs);

    protected static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException("does not hold: " + what);
        }
    }

    /// <summary>What <paramref name="destination"/> holds when <paramref name="action"/> has filled it.</summary>
    protected static byte[] After(Action action, byte[] destination)
    {
        Array.Clear(destination);
        action();
        return destination;
    }

    /// <summary>What a verification must come to: 1 for the good signature, 0 for one with a bit turned.</summary>
    protected static byte[] Verdicts(Func<byte[], bool> verify, byte[] signature)
    {
        byte[] altered = [.. signature];
        altered[^10] ^= 1;
        return [(byte)(verify(signature) ? 1 : 0), (byte)(verify(altered) ? 1 : 0)];
    }
}
