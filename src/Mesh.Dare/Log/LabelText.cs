namespace Mesh.Dare;

/// <summary>
/// The form of a store label (Mesh account log, Layout; schema S-17): 1 to 64 ASCII letters, digits, <c>_</c> and <c>-</c>, which
/// cannot be a path; a private store of the holder has <c>~</c> before that. Labels are compared octet for octet.
/// </summary>
internal static class LabelText
{
    /// <summary>Most characters, <c>~</c> not counted.</summary>
    public const int Maximum = 64;

    /// <summary>What begins the label of a private store.</summary>
    public const char PrivateMark = '~';

    public static bool IsPrivate(string label) => label.StartsWith(PrivateMark);

    public static bool IsValid(ReadOnlySpan<byte> label)
    {
        if (!label.IsEmpty && label[0] == PrivateMark)
        {
            label = label[1..];
        }

        if (label.IsEmpty || label.Length > Maximum)
        {
            return false;
        }

        foreach (byte c in label)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c != '_' && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsValid(string? label)
    {
        if (label is null || label.Length > Maximum + 1)
        {
            return false;
        }

        Span<byte> octets = stackalloc byte[Maximum + 1];
        return System.Text.Ascii.FromUtf16(label, octets, out int n) == System.Buffers.OperationStatus.Done && IsValid(octets[..n]);
    }
}
