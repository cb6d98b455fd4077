using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Dare.Tests;

/// <summary>Names as attackers make them: pieces of known tricks among harmless ones.</summary>
internal static class HostileNames
{
    private static readonly string[] Pieces =
    [
        "..", ".", "/", "//", "\\", ":", "C:", "~1", "::$DATA", "CON", "nul", "com1", ".txt", " ", "\0", "\n", "\u001B", "\u202E", "\u200B", "\u200D",
        "\u200C", "\uFEFF", "\uFE0F", "\uFFFD", "\uD83D", "\uDE00", "\u0301", "\u0323", "\u212A", "\u00DF", "\uF05C", "\uFF0E\uFF0E\uFF0F", "\u2215",
    ];

    private static readonly string[] Plain = ["a", "b", "Dir", "dir", "file", "x.y", "\u00E9", "\u65E5", "\U0001F600", "\u0130", "\u0131", "\u03C2", "1", "-", "~"];

    /// <summary>A path of 1 to 8 pieces, most of them harmless.</summary>
    public static Gen<string> Path =>
        from count in Gen.Choose(1, 8)
        from pieces in Piece.ListOf(count)
        select string.Concat(pieces);

    private static Gen<string> Piece =>
        Gen.Frequency((3, Gen.Elements(Plain)), (1, Gen.Constant("/")), (1, Gen.Elements(Pieces)));
}
