using System.Runtime.InteropServices;

namespace Mesh.Benchmarks.Crypto;

/// <summary>The functions of libdecaf (Debian's libdecaf0) that the comparison needs.</summary>
internal static partial class LibDecaf
{
    /// <summary>DECAF_SUCCESS.</summary>
    public const int Success = -1;

    private const string Library = "libdecaf.so.0";

    public static bool IsPresent => NativeLibrary.TryLoad(Library, out _);

    [LibraryImport(Library)]
    public static partial int decaf_x448(Span<byte> shared, ReadOnlySpan<byte> peer, ReadOnlySpan<byte> scalar);

    [LibraryImport(Library)]
    public static partial void decaf_x448_derive_public_key(Span<byte> publicKey, ReadOnlySpan<byte> scalar);

    [LibraryImport(Library)]
    public static partial void decaf_ed448_derive_public_key(Span<byte> publicKey, ReadOnlySpan<byte> seed);

    [LibraryImport(Library)]
    public static partial void decaf_ed448_sign(
        Span<byte> signature,
        ReadOnlySpan<byte> seed,
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> message,
        nuint messageLength,
        byte prehashed,
        ReadOnlySpan<byte> context,
        byte contextLength);

    [LibraryImport(Library)]
    public static partial int decaf_ed448_verify(
        ReadOnlySpan<byte> signature,
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> message,
        nuint messageLength,
        byte prehashed,
        ReadOnlySpan<byte> context,
        byte contextLength);
}
