using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Mesh.Manager.Dare;

namespace Mesh.Manager.Tests;

/// <summary>Sizes and times of a listing: written by hand for speed, and the same as the platform writes them.</summary>
public class ListTextTests
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    // One summer time that begins and ends within an hour that is counted whole, and one at a quarter past.
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone(
        "test", TimeSpan.FromMinutes(345), "test", "test", "test",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromMinutes(30), At(2, 0, 3), At(3, 15, 10)),
        ]);

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1 kB")]
    [InlineData(1049, "1 kB")]
    [InlineData(1050, "1.1 kB")]
    [InlineData(9_950, "10 kB")]
    [InlineData(999_499, "999.5 kB")]
    [InlineData(999_500, "1 MB")]
    [InlineData(long.MaxValue, "9.2 EB")]
    public void Size_has_a_unit_of_a_thousand(long octets, string text) => Assert.Equal(text, SizeText.Of(octets));

    [Fact]
    public void Sizes_are_those_of_the_platform() => Prop.ForAll(
        (from digits in Gen.Choose(1, 19) from number in ArbMap.Default.GeneratorFor<long>() select (number & long.MaxValue) % Power(digits)).ToArbitrary(),
        octets => Assert.Equal(Slow(octets), SizeText.Of(octets))).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Theory]
    [InlineData(0)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(253402300800)]
    [InlineData(-62135596801)]
    public void Time_that_is_none_is_blank(long time) => Assert.Equal(new string(' ', LocalMinutes.Width), new LocalMinutes(Zone).Of(time).ToString());

    [Fact]
    public void Times_are_those_of_the_platform()
    {
        var times = new LocalMinutes(Zone);
        var random = new SeededRandom("local minutes");
        for (int i = 0; i < 20_000; i++)
        {
            // Some near each other, some around the changes of 2026 (before 1970 as well), most anywhere.
            long time = (i % 4) switch
            {
                0 => -100 + random.Next(200),
                1 => new DateTimeOffset(2026, 3, 1, 0, 0, 0, Zone.BaseUtcOffset).ToUnixTimeSeconds() + random.Next(4 * 3600),
                2 => new DateTimeOffset(1926, 10, 1, 0, 0, 0, Zone.BaseUtcOffset).ToUnixTimeSeconds() + random.Next(4 * 3600),
                _ => -60_000_000_000 + (300L * random.Next(1_000_000_000)),
            };
            string expected = time == 0
                ? new string(' ', LocalMinutes.Width)
                : TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(time), Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            Assert.Equal(expected, times.Of(time).ToString());
        }
    }

    private static TimeZoneInfo.TransitionTime At(int hour, int minute, int month) =>
        TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, hour, minute, 0), month, 1);

    private static long Power(int digits) => digits == 19 ? long.MaxValue : (long)Math.Pow(10, digits);

    private static string Slow(long octets)
    {
        decimal value = octets;
        int unit = 0;
        for (; value >= 999.5m && unit < Units.Length - 1; unit++)
        {
            value /= 1000;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? value : Math.Round(value, 1, MidpointRounding.AwayFromZero)):0.#} {Units[unit]}");
    }
}
