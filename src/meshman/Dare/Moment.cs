using System.Globalization;

namespace Mesh.Manager.Dare;

/// <summary>A point in time as people type it: a day, a time of day (this machine's, or UTC with <c>Z</c>), or how long ago: <c>15m</c>.</summary>
internal static class Moment
{
    private static readonly string[] Local = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss"];
    private static readonly string[] Universal = ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>Reads what has the form.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="now">What "ago" counts from.</param>
    /// <param name="moment">The time.</param>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset moment)
    {
        if (DateTimeOffset.TryParseExact(text, Universal, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment)
            || DateTimeOffset.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out moment))
        {
            return true;
        }

        TimeSpan unit = (text.Length > 1 ? text[^1] : ' ') switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        if (unit == TimeSpan.Zero || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            || count > Longest / unit)
        {
            return false;
        }

        TimeSpan ago = unit * count;
        moment = now - DateTimeOffset.MinValue > ago ? now - ago : DateTimeOffset.MinValue;
        return true;
    }
}
