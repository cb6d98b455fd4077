// Prints the comparisons that are asked for, as a table or (--json) as one object a line.

using System.Globalization;
using System.Text.Json;
using Mesh.Benchmarks;

bool json = args.Contains("--json");
string what = args.FirstOrDefault(a => !a.StartsWith('-')) ?? "crypto";
IEnumerable<Comparison> comparisons = what switch
{
    "crypto" => CryptoBench.Run(),
    "dare" => DareBench.Run(),
    "start" => StartBench.Run(),
    "service" => ServiceBench.Run(),
    _ => throw new ArgumentException($"there is no comparison called {what}"),
};

if (!json)
{
    Console.WriteLine($"{"",-36}{"ours",14}{"theirs",14}  unit   ratio");
}

foreach (Comparison c in comparisons)
{
    Console.WriteLine(json
        ? JsonSerializer.Serialize(new { name = c.Name, ours = c.Ours, theirs = c.Theirs, unit = c.Unit, ratio = c.Ratio })
        : string.Create(CultureInfo.InvariantCulture, $"{c.Name,-36}{c.Ours,14:N4}{c.Theirs,14:N4}  {c.Unit,-5}  {c.Ratio:N2}"));
}
