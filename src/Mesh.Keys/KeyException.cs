using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>The one exception of this library. Never carries secrets.</summary>
public sealed class KeyException : Exception
{
    /// <summary>An error with its code and a message of one line.</summary>
    public KeyException(KeyError code, string message)
        : base(message) => Code = code;

    /// <summary>An error found by a lower layer.</summary>
    public KeyException(KeyError code, string message, Exception inner)
        : base(message, inner) => Code = code;

    /// <summary>What failed.</summary>
    public KeyError Code { get; }

    /// <summary>Runs <paramref name="operation"/>; errors of the layers below become <paramref name="code"/>.</summary>
    internal static T Wrap<T>(KeyError code, Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception e) when (e is CryptoException or EncodingException)
        {
            throw new KeyException(code, e.Message, e);
        }
    }
}
