// Dudect (Reparaz, Balasch, Verbauwhede: "Dude, is my code constant time?", 2017) in short: measure an operation on a fixed secret and on
// random ones, the classes interleaved at random, and ask Welch's t-test whether the two distributions have one mean. Measurements above a
// percentile are cropped, since what the machine adds (interrupts, other processes) is large and of either class; several percentiles are
// tried, and the largest |t| counts.

using System.Diagnostics;
using System.Security.Cryptography;

namespace Mesh.Timing;

/// <summary>What was measured of one target.</summary>
/// <param name="Samples">How many measurements.</param>
/// <param name="Batch">Operations in one measurement.</param>
/// <param name="Nanoseconds">Median of one operation.</param>
/// <param name="Difference">Mean of the random class less mean of the fixed one, in nanoseconds of one operation, at the percentile of the largest |t|.</param>
/// <param name="Uncropped">|t| of all measurements.</param>
/// <param name="Largest">The largest |t| of all percentiles.</param>
internal sealed record Measurement(
    Target Target, long Samples, int Batch, double Nanoseconds, double Difference, double Uncropped, double Largest)
{
    /// <summary>Below it there is no sign of a difference; above <see cref="Leak"/> there is no doubt of one.</summary>
    public const double Suspicion = 4.5, Leak = 10;

    private const int Slots = 1000;
    private const double LeastPerSample = 2_000;

    // A control need not be measured for longer than it takes to see it.
    private const int LeastOfControl = 50_000;

    private static readonly double[] Percentiles = [0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99];

    public string Verdict => Largest < Suspicion ? "no difference seen" : Largest < Leak ? "suspicious: measure again" : "differs";

    public static Measurement Of(Target target, long samples)
    {
        target.Allocate(Slots);
        byte[] classes = new byte[Slots];
        double[] times = new double[Slots];
        int batch = WarmUp(target, classes, times);
        double[] crops = Calibrate(target, batch, classes, times, out double median);
        Welch all = new();
        Welch[] cropped = [.. crops.Select(_ => new Welch())];
        long taken = 0;
        while (taken < samples && !(target.IsControl && taken >= LeastOfControl && Math.Abs(Largest().T) > Leak))
        {
            taken += Slots;
            Round(target, batch, classes, times);
            for (int i = 0; i < Slots; i++)
            {
                all.Add(classes[i], times[i]);
                for (int c = 0; c < crops.Length; c++)
                {
                    if (times[i] <= crops[c])
                    {
                        cropped[c].Add(classes[i], times[i]);
                    }
                }
            }
        }

        Welch largest = Largest();
        return new Measurement(target, taken, batch, median / batch, largest.Difference / batch, Math.Abs(all.T), Math.Abs(largest.T));

        // Of those with enough measurements to be called a distribution.
        Welch Largest() => cropped.Append(all).Where(w => w.Count > Slots).DefaultIfEmpty(all).MaxBy(w => Math.Abs(w.T))!;
    }

    // One secret into each slot, its class drawn; then the operation on each slot in turn. Both classes lie in memory alike.
    private static void Round(Target target, int batch, byte[] classes, double[] times)
    {
        byte[] secret = new byte[target.SecretSize];
        RandomNumberGenerator.Fill(classes);
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] &= 1;
            RandomNumberGenerator.Fill(secret);
            byte mask = (byte)(classes[i] - 1 & 0xFF);
            for (int j = 0; j < secret.Length; j++)
            {
                secret[j] = (byte)((secret[j] & ~mask) | (target.FixedSecret[j] & mask));
            }

            target.Prepare(i, secret);
        }

        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            target.Run(i, batch);
            times[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }
    }

    // Until the compiler has had its last word; then as many operations in a measurement as the clock needs to tell them.
    private static int WarmUp(Target target, byte[] classes, double[] times)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            Round(target, 1, classes, times);
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < 1);
        int batch = (int)Math.Ceiling(LeastPerSample / Math.Max(1, times.Order().ElementAt(times.Length / 2)));
        while (batch > 1)
        {
            Round(target, batch, classes, times);
            if (times.Order().ElementAt(times.Length / 2) >= LeastPerSample / 2)
            {
                break;
            }

            batch *= 2;
        }

        return batch;
    }

    private static double[] Calibrate(Target target, int batch, byte[] classes, double[] times, out double median)
    {
        var pilot = new List<double>();
        for (int i = 0; i < 10; i++)
        {
            Round(target, batch, classes, times);
            pilot.AddRange(times);
        }

        double[] sorted = [.. pilot.Order()];
        median = sorted[sorted.Length / 2];
        return [.. Percentiles.Select(p => sorted[(int)(p * (sorted.Length - 1))])];
    }
}
