// Paths inside an archive (DARE, decision D-21; vectors archive-path-*): one rule on every platform, so that an archive that can be unpacked here can be
// unpacked there, and means the same. What a name may hold character by character is in PathCharacters.

using System.Diagnostics.CodeAnalysis;

namespace Mesh.Dare;

/// <summary>
/// A checked path of an archive: relative, separated by <c>/</c>, in normalisation form C, without steps, devices, streams and characters that deceive.
/// At most 4,096 octets of UTF-8 in at most 128 components of at most 255 octets each. There is no value that was not checked.
/// </summary>
public sealed class ArchivePath : IEquatable<ArchivePath>, IComparable<ArchivePath>
{
    /// <summary>Octets of UTF-8 of a path at most.</summary>
    public const int LongestPath = 4096;

    /// <summary>Octets of UTF-8 of a component at most: what the file systems of Linux, macOS and Windows all hold.</summary>
    public const int LongestComponent = 255;

    /// <summary>Components at most.</summary>
    public const int Deepest = 128;

    private string[]? _components;

    private ArchivePath(string text, string[]? components = null)
    {
        Text = text;
        _components = components;
    }

    /// <summary>The path as it stands in <c>UniqueId</c>.</summary>
    public string Text { get; }

    /// <summary>Its components, one at least.</summary>
    public IReadOnlyList<string> Components => _components ??= Text.Split('/');

    /// <summary>The last component.</summary>
    public string Name => Text[(Text.LastIndexOf('/') + 1)..];

    /// <summary>The folder that it is in; null at the top.</summary>
    public ArchivePath? Parent => Text.LastIndexOf('/') is >= 0 and int end ? new ArchivePath(Text[..end]) : null;

    /// <summary>Reads a path.</summary>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>, with the reason.</exception>
    public static ArchivePath Parse(string text) => TryParse(text, out ArchivePath? path, out ArchivePathFault fault)
        ? path
        : throw new DareException(DareError.EntryRefused, $"The path \"{Show(text)}\" is refused: {Reason(fault)}.");

    /// <summary>Requires that a text is a path.</summary>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>, with the reason.</exception>
    public static void Require(string text)
    {
        if (!PlainPath.Is(text))
        {
            _ = Parse(text);
        }
    }

    /// <summary>Reads a path of archives by other programs: a backslash is a separator (D-21).</summary>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>, with the reason.</exception>
    public static ArchivePath ParseLegacy(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.Replace('\\', '/'));
    }

    /// <summary>Reads a path; <paramref name="fault"/> says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ArchivePath? path, out ArchivePathFault fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (PlainPath.Is(text))
        {
            fault = ArchivePathFault.None;
            path = new ArchivePath(text);
            return true;
        }

        path = null;
        fault = Check(text, out string[] components);
        if (fault != ArchivePathFault.None)
        {
            return false;
        }

        path = new ArchivePath(text, components);
        return true;
    }

    /// <summary>
    /// A text that is the same for all paths that can meet in one file of a file system which ignores letter case, normal forms or invisible characters.
    /// The key of a path's folder is a prefix of its own: keys of components, separated by <c>/</c>.
    /// </summary>
    public static string Key(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return NormalForm.Fold(path, PathCharacters.IsIgnoredBySomeSystems);
    }

    /// <summary>The reason in words that follow "is refused: ".</summary>
    public static string Reason(ArchivePathFault fault) => fault switch
    {
        ArchivePathFault.None => "nothing is wrong with it",
        ArchivePathFault.Empty => "it is empty",
        ArchivePathFault.Absolute => "it is absolute",
        ArchivePathFault.TrailingSeparator => "it ends with a separator",
        ArchivePathFault.EmptyComponent => "a component is empty",
        ArchivePathFault.DotStep => "it has a step . or ..",
        ArchivePathFault.Backslash => "it has a backslash",
        ArchivePathFault.Colon => "it has a colon",
        ArchivePathFault.ControlCharacter => "it has a control character",
        ArchivePathFault.InvisibleCharacter => "it has an invisible character",
        ArchivePathFault.NotText => "it is not text in Unicode",
        ArchivePathFault.MappedCharacter => "it has a character of U+F000 to U+F0FF, which stand for others on Windows",
        ArchivePathFault.NotNormalised => "it is not in Unicode normalisation form C",
        ArchivePathFault.DeviceName => "a component is the name of a device on Windows",
        ArchivePathFault.TrailingDotOrBlank => "a component ends with a dot or a blank",
        ArchivePathFault.LongComponent => "a component is longer than 255 octets",
        ArchivePathFault.TooLong => "it is longer than 4096 octets or deeper than 128 folders",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    /// <summary>
    /// Any text made fit for one line on a terminal: whatever is invisible, a control character or no text is shown as <c>\u{…}</c>, and 200 characters
    /// at most.
    /// </summary>
    public static string Show(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PathCharacters.Show(text);
    }

    /// <inheritdoc/>
    public bool Equals(ArchivePath? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ArchivePath);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Ordinal order of the texts.</summary>
    public int CompareTo(ArchivePath? other) => string.CompareOrdinal(Text, other?.Text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    public static bool operator ==(ArchivePath? left, ArchivePath? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(ArchivePath? left, ArchivePath? right) => !(left == right);

    public static bool operator <(ArchivePath? left, ArchivePath? right) => Compare(left, right) < 0;

    public static bool operator <=(ArchivePath? left, ArchivePath? right) => Compare(left, right) <= 0;

    public static bool operator >(ArchivePath? left, ArchivePath? right) => Compare(left, right) > 0;

    public static bool operator >=(ArchivePath? left, ArchivePath? right) => Compare(left, right) >= 0;

    /// <summary>A path below this one; null when the name is no component or the path would be too long.</summary>
    internal static ArchivePath? Join(ArchivePath? folder, string name, out ArchivePathFault fault) =>
        TryParse(folder is null ? name : $"{folder.Text}/{name}", out ArchivePath? path, out fault) ? path : null;

    private static int Compare(ArchivePath? left, ArchivePath? right) => string.CompareOrdinal(left?.Text, right?.Text);

    /// <summary>The rules, one by one; the components where nothing is wrong.</summary>
    internal static ArchivePathFault Check(string text, out string[] components)
    {
        components = [];
        if (text.Length == 0)
        {
            return ArchivePathFault.Empty;
        }

        // The length bounds everything that follows. A surrogate counts as three octets at most, paired or not.
        if (text.Length > LongestPath || System.Text.Encoding.UTF8.GetByteCount(text) > LongestPath || text.AsSpan().Count('/') >= Deepest)
        {
            return ArchivePathFault.TooLong;
        }

        if (PathCharacters.Check(text) is var character and not ArchivePathFault.None)
        {
            return character;
        }

        if (text[0] == '/')
        {
            return ArchivePathFault.Absolute;
        }

        if (text[^1] == '/')
        {
            return ArchivePathFault.TrailingSeparator;
        }

        string[] parts = text.Split('/');
        foreach (string part in parts)
        {
            if (CheckComponent(part) is var fault and not ArchivePathFault.None)
            {
                return fault;
            }
        }

        if (!NormalForm.IsComposed(text))
        {
            return ArchivePathFault.NotNormalised;
        }

        components = parts;
        return ArchivePathFault.None;
    }

    private static ArchivePathFault CheckComponent(string part)
    {
        if (part.Length == 0)
        {
            return ArchivePathFault.EmptyComponent;
        }

        if (part is "." or "..")
        {
            return ArchivePathFault.DotStep;
        }

        if (part[^1] == '.' || char.IsWhiteSpace(part[^1]))
        {
            return ArchivePathFault.TrailingDotOrBlank;
        }

        if (WindowsDevice.Is(part))
        {
            return ArchivePathFault.DeviceName;
        }

        return System.Text.Encoding.UTF8.GetByteCount(part) > LongestComponent ? ArchivePathFault.LongComponent : ArchivePathFault.None;
    }
}
