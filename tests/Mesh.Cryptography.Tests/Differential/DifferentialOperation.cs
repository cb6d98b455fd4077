namespace Mesh.Cryptography.Tests.Differential;

/// <summary>One comparison with a peer, on one input that it draws; throws where the two differ.</summary>
internal sealed record DifferentialOperation(string Name, Action<IPeer, Weighted> Compare)
{
    /// <summary>Another input to say in the message; the name and the input find it again.</summary>
    public static void Same(byte[]? ours, byte[]? theirs, string what, params byte[][] input)
    {
        if (!(ours ?? []).AsSpan().SequenceEqual(theirs ?? []) || ours is null != theirs is null)
        {
            throw new InvalidOperationException($"{what} differs: {Hex(ours)}, not {Hex(theirs)}, for {string.Join(" ", input.Select(Hex))}");
        }
    }

    public static void Same(bool ours, bool theirs, string what, params byte[][] input)
    {
        if (ours != theirs)
        {
            throw new InvalidOperationException($"{what} differs: {ours}, not {theirs}, for {string.Join(" ", input.Select(Hex))}");
        }
    }

    private static string Hex(byte[]? octets) => octets is null ? "refused" : octets.Length == 0 ? "-" : Convert.ToHexStringLower(octets);
}
