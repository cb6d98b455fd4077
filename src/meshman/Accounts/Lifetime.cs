using System.Globalization;
using Mesh.CommandLine;

namespace Mesh.Manager.Accounts;

/// <summary>A span of time as people type it: <c>1d</c>, <c>12h</c>, <c>30m</c>; a bare number is days (C-4).</summary>
internal static class Lifetime
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    public static ValueForm Form { get; } = new("a life such as 1d, 12h or 30m, at most 365 days", text => TryParse(text, out _));

    /// <summary>Reads what has the <see cref="Form"/>.</summary>
    public static TimeSpan Parse(string text) => TryParse(text, out TimeSpan life) ? life : throw new FormatException("not a life");

    private static bool TryParse(string text, out TimeSpan life)
    {
        string number = text.TrimEnd('d', 'D', 'h', 'H', 'm', 'M');
        TimeSpan unit = text[number.Length..].ToUpperInvariant() switch
        {
            "" or "D" => TimeSpan.FromDays(1),
            "H" => TimeSpan.FromHours(1),
            "M" => TimeSpan.FromMinutes(1),
            _ => TimeSpan.Zero,
        };
        bool isLife = unit != TimeSpan.Zero && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count > 0 && count <= Longest / unit;
        life = isLife ? unit * int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) : default;
        return isLife;
    }
}
