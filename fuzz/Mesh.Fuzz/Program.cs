// Long-running fuzzing of every parser of untrusted octets: mutations of everything that the vector files hold.
//   Mesh.Fuzz                          lists the targets
//   Mesh.Fuzz TARGET|all [INPUTS]      runs them, one million inputs each unless said otherwise
//   Mesh.Fuzz differential [NAME|all] [INPUTS]
//                                      compares with OpenSSL and BouncyCastle, 100,000 inputs for each operation unless said otherwise
// A target that throws is a finding: the input is written to the current folder and the program ends with 1.

using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Mesh.Fuzz;

Dictionary<string, Target> targets = Assembly.GetExecutingAssembly().GetTypes()
    .Where(t => t.Name.EndsWith("Fuzz", StringComparison.Ordinal))
    .Select(t => (t.Name, Run: t.GetMethod("Run", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(ReadOnlySpan<byte>)])))
    .Where(t => t.Run is not null)
    .ToDictionary(t => t.Name[..^4], t => t.Run!.CreateDelegate<Target>(), StringComparer.OrdinalIgnoreCase);

if (args.Length == 0)
{
    Console.WriteLine(string.Join('\n', targets.Keys.Order().Append(LongDifferential.Verb)));
    return 0;
}

if (args[0] == LongDifferential.Verb)
{
    return LongDifferential.Run(args.Length > 1 ? args[1] : "all", args.Length > 2 ? long.Parse(args[2], CultureInfo.InvariantCulture) : 100_000);
}

long inputs = args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000;
byte[][] seeds = [.. Seeds()];
foreach ((string name, Target run) in targets.Where(t => args[0] == "all" || t.Key.Equals(args[0], StringComparison.OrdinalIgnoreCase)))
{
    var mutator = new Mutator(name + Stopwatch.GetTimestamp(), seeds);
    long start = Stopwatch.GetTimestamp();
    for (long i = 0; i < inputs; i++)
    {
        byte[] input = mutator.Next();
        try
        {
            run(input);
        }
        catch (Exception e)
        {
            string file = $"{name}-{i}.bin";
            File.WriteAllBytes(file, input);
            Console.Error.WriteLine($"{name}: input {i} ({input.Length} octets, kept in {file}): {e}");
            return 1;
        }
    }

    Console.WriteLine($"{name}: {inputs} inputs in {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s");
}

return 0;

// Every hexadecimal or text string of the vector files.
static IEnumerable<byte[]> Seeds()
{
    foreach (string file in Directory.EnumerateFiles(Path.Combine(VectorFile.RepositoryRoot, "tests", "vectors"), "*.json"))
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (string text in Strings(document.RootElement))
        {
            if (text.Length is > 1 and <= 8192)
            {
                yield return text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)
                    ? Convert.FromHexString(text)
                    : System.Text.Encoding.UTF8.GetBytes(text);
            }
        }
    }
}

static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
{
    JsonValueKind.String => [element.GetString()!],
    JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
    JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Strings(p.Value)),
    _ => [],
};

internal delegate void Target(ReadOnlySpan<byte> input);
