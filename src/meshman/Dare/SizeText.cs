namespace Mesh.Manager.Dare;

/// <summary>Sizes as people read them: three digits or four, and a unit of a thousand of the one before.</summary>
internal static class SizeText
{
    /// <summary>Characters of a size at most.</summary>
    public const int Longest = 8;

    private static readonly string[] Units = [" B", " kB", " MB", " GB", " TB", " PB", " EB"];

    /// <summary>The text.</summary>
    public static string Of(long octets)
    {
        Span<char> text = stackalloc char[Longest];
        return text[..Write(octets, text)].ToString();
    }

    /// <summary>Writes the text, and gives its length.</summary>
    public static int Write(long octets, Span<char> text)
    {
        long unit = 1;
        int name = 0;
        for (; octets / unit is var whole && (whole > 999 || (whole == 999 && octets % unit * 2 >= unit)) && name < Units.Length - 1; name++)
        {
            unit *= 1000;
        }

        (long number, long rest) = Math.DivRem(octets, unit);
        long tenths = unit == 1 ? 0 : (rest + (unit / 20)) / (unit / 10);
        (number, tenths) = tenths == 10 ? (number + 1, 0) : (number, tenths);

        // Three digits at most.
        int length = 0;
        for (int power = number < 10 ? 1 : number < 100 ? 10 : 100; power > 0; power /= 10)
        {
            text[length++] = (char)('0' + ((int)number / power % 10));
        }

        if (tenths > 0)
        {
            text[length++] = '.';
            text[length++] = (char)('0' + tenths);
        }

        Units[name].CopyTo(text[length..]);
        return length + Units[name].Length;
    }
}
