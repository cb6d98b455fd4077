using System.Globalization;

namespace Mesh.Benchmarks.Dare;

/// <summary>What the command line says about <see cref="DareBench"/>: <c>[rows] [--size=OCTETS] [--files=N] [--rounds=N]</c>.</summary>
internal sealed record DareOptions(string Rows, long Octets, int Files, int Rounds)
{
    /// <summary>The size as people say it.</summary>
    public string SizeText => Octets % 1_000_000_000 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Octets / 1_000_000_000} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{Octets / 1e6:N0} MB");

    public static DareOptions Read(string[] arguments) => new(
        arguments.Where(a => !a.StartsWith('-')).ElementAtOrDefault(1) ?? "",
        Number(arguments, "--size=", 1_000_000_000),
        (int)Number(arguments, "--files=", 10_000),
        (int)Number(arguments, "--rounds=", 7));

    private static long Number(string[] arguments, string option, long usual) =>
        arguments.FirstOrDefault(a => a.StartsWith(option, StringComparison.Ordinal)) is { } said
            ? long.Parse(said[option.Length..], NumberStyles.None, CultureInfo.InvariantCulture)
            : usual;
}
