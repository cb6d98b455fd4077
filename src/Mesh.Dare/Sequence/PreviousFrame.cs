namespace Mesh.Dare;

/// <summary>
/// The rule that says to which earlier frame <c>TreePosition</c> points (DARE 4.4). With m = i + 1 and d its lowest set bit:
/// prev(i) = i − d, or d/2 − 1 where m is a power of two.
/// </summary>
public static class PreviousFrame
{
    /// <summary>prev(<paramref name="index"/>); −1 for frame zero, which has none and carries no <c>TreePosition</c>.</summary>
    public static long Of(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (index == 0)
        {
            return -1;
        }

        // index + 1 may be 2^63, hence unsigned.
        ulong m = (ulong)index + 1;
        ulong d = m & (~m + 1);
        return m == d ? (long)((d / 2) - 1) : (long)(m - 1 - d);
    }
}
