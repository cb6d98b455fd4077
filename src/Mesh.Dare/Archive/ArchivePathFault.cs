namespace Mesh.Dare;

/// <summary>Why a text is no path of an archive (DARE, decision D-21). The list is closed: callers may switch over it.</summary>
public enum ArchivePathFault
{
    /// <summary>It is a path.</summary>
    None,

    /// <summary>The path is empty.</summary>
    Empty,

    /// <summary>It begins with a separator.</summary>
    Absolute,

    /// <summary>It ends with a separator.</summary>
    TrailingSeparator,

    /// <summary>Two separators follow each other.</summary>
    EmptyComponent,

    /// <summary>A component is <c>.</c> or <c>..</c>.</summary>
    DotStep,

    /// <summary>It has a backslash, which separates components on Windows.</summary>
    Backslash,

    /// <summary>It has a colon, which ends a drive or begins a stream on Windows.</summary>
    Colon,

    /// <summary>It has a control character or a line separator.</summary>
    ControlCharacter,

    /// <summary>It has a character that nobody sees, or that changes the direction of what follows, where no writing needs it.</summary>
    InvisibleCharacter,

    /// <summary>It has an unpaired surrogate, a noncharacter or the replacement character: octets that were no text.</summary>
    NotText,

    /// <summary>It has a character that Windows subsystems put in place of a separator or a colon: U+F000 to U+F0FF.</summary>
    MappedCharacter,

    /// <summary>It is not in Unicode normalisation form C.</summary>
    NotNormalised,

    /// <summary>A component is a device on Windows, with or without an extension.</summary>
    DeviceName,

    /// <summary>A component ends with a dot or a blank, which Windows drops.</summary>
    TrailingDotOrBlank,

    /// <summary>A component has more than 255 octets.</summary>
    LongComponent,

    /// <summary>The path has more octets or components than are allowed.</summary>
    TooLong,
}
