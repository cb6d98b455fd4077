using System.Globalization;

namespace Mesh.Dare;

/// <summary>Times of files: written as <see cref="MeshTime"/>; a fraction of a second is read as well and dropped (DARE, decision D-29).</summary>
internal static class ArchiveTime
{
    private const int Seconds = 19; // yyyy-mm-ddThh:mm:ss
    private const int Longest = Seconds + 11; // with a point, nine digits and the Z

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is <= Seconds or > Longest || text[^1] != 'Z')
        {
            return false;
        }

        ReadOnlySpan<char> fraction = text.AsSpan(Seconds, text.Length - Seconds - 1);
        return (fraction.IsEmpty || (fraction.Length > 1 && fraction[0] == '.' && !fraction[1..].ContainsAnyExceptInRange('0', '9')))
            && MeshTime.TryParse(string.Concat(text.AsSpan(0, Seconds), "Z"), out time);
    }

    /// <summary>The time without what is not written.</summary>
    public static DateTimeOffset WholeSeconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
