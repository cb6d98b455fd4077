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

    private readonly char[] _text = "    -  -     :  ".ToCharArray();
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
            Write(DateTimeOffset.FromUnixTimeSeconds(time).UtcDateTime + (_difference ?? Difference(time)));
        }

        return _text;
    }

    // By hand: what the platform has for this would be compiled at every start.
    private void Write(DateTime time)
    {
        WriteDigits(_text.AsSpan(0, 4), time.Year);
        WriteDigits(_text.AsSpan(5, 2), time.Month);
        WriteDigits(_text.AsSpan(8, 2), time.Day);
        WriteDigits(_text.AsSpan(11, 2), time.Hour);
        WriteDigits(_text.AsSpan(14, 2), time.Minute);
    }

    private static void WriteDigits(Span<char> text, int number)
    {
        for (int i = text.Length - 1; i >= 0; i--, number /= 10)
        {
            text[i] = (char)('0' + (number % 10));
        }
    }

    private TimeSpan Difference(long time) => zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(time));
}
