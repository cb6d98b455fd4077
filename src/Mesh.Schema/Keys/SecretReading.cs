using System.Security.Cryptography;
using System.Text.Json;

namespace Mesh.Schema;

/// <summary>Reads a string member that is a secret without making a string of it.</summary>
internal static class SecretReading
{
    /// <summary>Turns the characters of a secret into an object.</summary>
    public delegate T Parser<T>(ReadOnlySpan<char> text);

    public static T Read<T>(ref Utf8JsonReader reader, Parser<T> parse)
    {
        // Characters are never more than the octets of the escaped text.
        char[] text = GC.AllocateUninitializedArray<char>(reader.ValueSpan.Length, pinned: true);
        try
        {
            return parse(text.AsSpan(0, reader.CopyString(text)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }
}
