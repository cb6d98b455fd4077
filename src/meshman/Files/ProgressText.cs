using System.Globalization;

namespace Mesh.Manager.Files;

/// <summary>How far long work has come, in one line: a bar, what is done, how fast, and how long it will take at that pace.</summary>
internal static class ProgressText
{
    private const int Bar = 20;
    private const double LongestLeft = 100 * 3600;

    /// <param name="done">Octets, or things, that are done.</param>
    /// <param name="total">Of how many; 0 where nobody knows.</param>
    /// <param name="elapsed">Since the work began.</param>
    /// <param name="unit">What is counted; null for octets.</param>
    public static string Line(long done, long total, TimeSpan elapsed, string? unit)
    {
        double rate = done / Math.Max(elapsed.TotalSeconds, 0.001);
        string pace = unit is null ? $"{Octets(rate)}/s" : $"{Count((long)Math.Round(rate))}/s";
        if (total <= 0)
        {
            return unit is null ? $"{Octets(done)}  {pace}" : $"{Count(done)} {unit}  {pace}";
        }

        // Files grow while they are read, and totals are looked up beforehand.
        double share = Math.Clamp((double)done / total, 0, 1);
        int full = (int)(share * Bar);
        string amount = unit is null ? $"{Octets(done)} of {Octets(total)}" : $"{Count(done)} of {Count(total)} {unit}";
        string percent = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100),3:0} %");
        return $"[{new string('#', full)}{new string('-', Bar - full)}] {percent}  {amount}  {pace}{Left(Math.Max(0, total - done) / rate)}";
    }

    private static string Left(double seconds) => seconds switch
    {
        double.NaN or > LongestLeft => "",
        < 59.5 => string.Create(CultureInfo.InvariantCulture, $"  {seconds:0} s left"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"  {(int)seconds / 60}:{(int)seconds % 60:00} min left"),
        _ => string.Create(CultureInfo.InvariantCulture, $"  {(int)seconds / 3600}:{(int)seconds / 60 % 60:00} h left"),
    };

    private static string Octets(double octets) => octets < 1e6
        ? string.Create(CultureInfo.InvariantCulture, $"{octets / 1e3:0} kB")
        : octets < 10e6
        ? string.Create(CultureInfo.InvariantCulture, $"{octets / 1e6:0.0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{octets / 1e6:N0} MB");

    private static string Count(long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0}");
}
