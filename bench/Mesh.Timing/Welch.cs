// Welch's t-test on two classes, accumulated one measurement at a time (Welford's recurrence).

namespace Mesh.Timing;

internal sealed class Welch
{
    private readonly long[] _count = new long[2];
    private readonly double[] _mean = new double[2];
    private readonly double[] _squares = new double[2];

    /// <summary>Measurements of the smaller class.</summary>
    public long Count => Math.Min(_count[0], _count[1]);

    /// <summary>Mean of the random class less mean of the fixed class.</summary>
    public double Difference => _mean[1] - _mean[0];

    /// <summary>The t statistic; 0 while there is too little to say.</summary>
    public double T
    {
        get
        {
            double error = Enumerable.Range(0, 2).Sum(c => _count[c] > 1 ? _squares[c] / (_count[c] - 1) / _count[c] : double.NaN);
            return error > 0 ? Difference / Math.Sqrt(error) : 0;
        }
    }

    public void Add(int @class, double value)
    {
        double delta = value - _mean[@class];
        _mean[@class] += delta / ++_count[@class];
        _squares[@class] += delta * (value - _mean[@class]);
    }
}
