using System.Globalization;

namespace Mesh.Manager.Dare;

/// <summary>
/// Times as people read them: local, to the minute. Many entries of an archive were changed within one hour, so that the difference to UTC is looked up
/// once for each hour, and once for many lines.
/// </summary>
internal sealed class LocalMinutes(TimeZoneInfo zone)
{
    /// <summary>Characters of a time.</summary>
    public const int Width = 16;

    private const int Minute = 60;
    private const int Hour = 3600;

    // A day at both ends is left to the difference.
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeSeconds() + (24 * Hour);
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds() - (24 * Hour);

    private readonly char[] _text = new char[Width];
    private long _minute = -1;
    private long _hour = -1;
    private TimeSpan? _difference;

    /// <summary><c>yyyy-MM-dd HH:mm</c>; blank for 0, which says nothing, and for what no calendar has. Good until the next call.</summary>
    /// <param name="time">Seconds since 1970, UTC.</param>
    public ReadOnlySpan<char> Of(long time)
    {
        if (time == 0 || time < First || time > Last)
        {
            return "                ";
        }

        long hour = (time - First) / Hour;
        if (hour != _hour)
        {
            _hour = hour;
            _minute = -1;
            long begin = First + (hour * Hour);
            TimeSpan difference = Difference(begin);
            _difference = difference == Difference(begin + Hour - 1) ? difference : null;
        }

        long minute = (time - First) / Minute;
        if (_difference is null || minute != _minute)
        {
            _minute = minute;
            DateTime local = DateTimeOffset.FromUnixTimeSeconds(time).UtcDateTime + (_difference ?? Difference(time));
            local.TryFormat(_text, out _, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        }

        return _text;
    }

    private TimeSpan Difference(long time) => zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(time));
}
