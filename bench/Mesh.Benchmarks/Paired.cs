// Two programs or functions are timed in turn, A B A B ..., and the ratio is taken pair by pair: machines are noisy and shared, and what slows one
// half of a pair slows the other. The median of the ratios is what is quoted.

using System.Diagnostics;

namespace Mesh.Benchmarks;

/// <summary>A comparison: <paramref name="Ours"/> and <paramref name="Theirs"/> in <paramref name="Unit"/>, <paramref name="Ratio"/> above 1 where we are faster; a figure without a peer has neither of those two.</summary>
internal sealed record Comparison(string Name, double Ours, double? Theirs, string Unit, double? Ratio);

internal static class Paired
{
    private const int WarmUpCalls = 5_000;
    private const double WarmUpSeconds = 1;

    /// <summary>Operations per second of two functions, interleaved; a call of one is as many operations as its count says.</summary>
    public static Comparison Rates(
        string name, Action ours, Action theirs, int rounds, double secondsPerRound, int oursPerCall = 1, int theirsPerCall = 1)
    {
        int oursPerRound = Calibrate(ours, secondsPerRound);
        int theirsPerRound = Calibrate(theirs, secondsPerRound);
        var pairs = new List<(double Ours, double Theirs)>();
        for (int round = 0; round < rounds; round++)
        {
            double own = (double)oursPerCall * oursPerRound / ThreadTime(ours, oursPerRound);
            pairs.Add((own, (double)theirsPerCall * theirsPerRound / ThreadTime(theirs, theirsPerRound)));
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
            double own = Duration(ours);
            beforeTheirs?.Invoke();
            pairs.Add((own, Duration(theirs)));
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

    // Calls in a round. Before they are counted the run time has had the time and the calls to compile what it times as well as it can.
    private static int Calibrate(Action action, double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        while (calls < WarmUpCalls && Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds)
        {
            calls++;
            action();
        }

        int count = 1;
        double taken = ThreadTime(action, count);
        while (taken < seconds / 4)
        {
            count *= 2;
            taken = ThreadTime(action, count);
        }

        return Math.Max(1, (int)(seconds * count / taken));
    }

    private static double ThreadTime(Action action, int count)
    {
        double start = ThreadClock.Seconds();
        for (int i = 0; i < count; i++)
        {
            action();
        }

        return ThreadClock.Seconds() - start;
    }

    private static double Duration(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
