// Prints the comparisons that are asked for, as a table or (--json) as one object a line. A word after "crypto" picks the rows whose name
// contains it; after "dare" as well, where --size=, --files= and --rounds= take numbers.

using System.Globalization;
using System.Text.Json;
using Mesh.Benchmarks;
using Mesh.Benchmarks.Crypto;
using Mesh.Benchmarks.Dare;

bool json = args.Contains("--json");
string[] words = [.. args.Where(a => !a.StartsWith('-'))];
string what = words.FirstOrDefault("crypto");
IEnumerable<Comparison> comparisons = what switch
{
    "crypto" => CryptoBench.Run(words.ElementAtOrDefault(1) ?? ""),
    "dare" => DareComparisons(DareOptions.Read(args)),
    "start" => StartBench.Run(),
    "service" => ServiceBench.Run(),
    _ => throw new ArgumentException($"there is no comparison called {what}"),
};

if (!json)
{
    Console.WriteLine($"{"",-58}{"ours",14}{"theirs",14}  unit   ratio");
}

foreach (Comparison c in comparisons)
{
    Console.WriteLine(json
        ? JsonSerializer.Serialize(new { name = c.Name, ours = c.Ours, theirs = c.Theirs, unit = c.Unit, ratio = c.Ratio })
        : string.Create(CultureInfo.InvariantCulture, $"{c.Name,-58}{c.Ours,14:N4}{c.Theirs,14:N4}  {c.Unit,-5}  {c.Ratio:N2}"));
}

static IEnumerable<Comparison> DareComparisons(DareOptions options) =>
    DareBench.Run(options).Concat(ArchiveBench.Run(options)).Concat(LogBench.Run(options));
