// Two programs or functions are timed in turn, A B A B ..., and the ratio is taken pair by pair: machines are noisy and shared, and what slows one
// half of a pair slows the other. The median of the ratios is what is quoted.

using System.Diagnostics;

namespace Mesh.Benchmarks;

/// <summary>A comparison: <paramref name="Ours"/> and <paramref name="Theirs"/> in <paramref name="Unit"/>, <paramref name="Ratio"/> above 1 where we are faster.</summary>
internal sealed record Comparison(string Name, double Ours, double Theirs, string Unit, double Ratio);

internal static class Paired
{
    /// <summary>Operations per second of two functions, interleaved.</summary>
    public static Comparison Rates(string name, Action ours, Action theirs, int rounds = 15, double secondsPerRound = 0.15)
    {
        int oursPerRound = Calibrate(ours, secondsPerRound);
        int theirsPerRound = Calibrate(theirs, secondsPerRound);
        var pairs = new List<(double Ours, double Theirs)>();
        for (int round = 0; round < rounds; round++)
        {
            pairs.Add((oursPerRound / Time(ours, oursPerRound), theirsPerRound / Time(theirs, theirsPerRound)));
        }

        return Summarise(name, "1/s", pairs, higherIsBetter: true);
    }

    /// <summary>Seconds of two actions that are too long to repeat within a round; what goes before them is not timed.</summary>
    public static Comparison Durations(string name, Action ours, Action theirs, int rounds, Action? beforeOurs = null, Action? beforeTheirs = null)
    {
        ours();
        theirs();
        var pairs = new List<(double Ours, double Theirs)>();
        for (int round = 0; round < rounds; round++)
        {
            beforeOurs?.Invoke();
            double own = Time(ours, 1);
            beforeTheirs?.Invoke();
            pairs.Add((own, Time(theirs, 1)));
        }

        return Summarise(name, "s", pairs, higherIsBetter: false);
    }

    private static Comparison Summarise(string name, string unit, List<(double Ours, double Theirs)> pairs, bool higherIsBetter) => new(
        name,
        Median(pairs.Select(p => p.Ours)),
        Median(pairs.Select(p => p.Theirs)),
        unit,
        Median(pairs.Select(p => higherIsBetter ? p.Ours / p.Theirs : p.Theirs / p.Ours)));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static int Calibrate(Action action, double seconds)
    {
        Time(action, 50);
        double each = Time(action, 100) / 100;
        return Math.Max(1, (int)(seconds / each));
    }

    private static double Time(Action action, int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
