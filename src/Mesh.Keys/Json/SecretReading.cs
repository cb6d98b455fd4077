using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Mesh.Keys;

/// <summary>Reads a JSON string that is a secret without making a string of it.</summary>
public static class SecretReading
{
    /// <summary>Turns the characters of a secret, which are zeroed afterwards, into an object.</summary>
    public delegate T Parser<T>(ReadOnlySpan<char> text);

    /// <summary>What <paramref name="parse"/> makes of the string on which the reader stands.</summary>
    /// <exception cref="InvalidOperationException">It stands on something else.</exception>
    public static T Read<T>(ref Utf8JsonReader reader, Parser<T> parse)
    {
        ArgumentNullException.ThrowIfNull(parse);

        // Characters are never more than the octets of the escaped text.
        char[] text = GC.AllocateUninitializedArray<char>(reader.ValueSpan.Length, pinned: true);
        try
        {
            return parse(text.AsSpan(0, reader.CopyString(text)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    /// <summary>As the other overload, of a string in a document that was parsed.</summary>
    internal static T Read<T>(JsonElement value, Parser<T> parse)
    {
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value));
        reader.Read();
        return Read(ref reader, parse);
    }
}
