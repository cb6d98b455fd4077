// Times operations on fixed and on random secrets and asks whether the two differ. See docs/constant-time.md.
//   Mesh.Timing [NAME ...] [--samples N] [--json]      names of targets, or parts of them; the controls always run
// Ends with 0 where nothing differs and every control does, 1 where something differs, 2 where a control does not: then nothing was shown.

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mesh.Timing;

bool json = args.Contains("--json");
int at = Array.IndexOf(args, "--samples");
long samples = at < 0 ? 1_000_000 : long.Parse(args[at + 1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
string[] names = [.. args.Where((a, i) => !a.StartsWith('-') && (at < 0 || i != at + 1))];
Target[] all = [.. Targets.All()];
Target[] targets = [.. all.Where(t => t.IsControl || names.Length == 0 || names.Any(n => IsMeant(t, n)))];
if (!json)
{
    Console.WriteLine($"{"",-44}{"samples",11}{"batch",7}{"ns each",12}{"difference",13}{"|t| all",10}{"|t| max",10}{"s",7}  verdict");
}

var measured = new List<Measurement>();
foreach (Target target in targets)
{
    long start = Stopwatch.GetTimestamp();
    Measurement m = Measurement.Of(target, samples);
    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    measured.Add(m);
    Console.WriteLine(json
        ? JsonSerializer.Serialize(new
        {
            name = target.Name, control = target.IsControl, samples = m.Samples, batch = m.Batch, nanoseconds = m.Nanoseconds,
            difference = m.Difference, uncropped = m.Uncropped, largest = m.Largest, seconds, verdict = m.Verdict,
        })
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name,-44}{m.Samples,11:N0}{m.Batch,7}{m.Nanoseconds,12:N1}{m.Difference,13:N2}{m.Uncropped,10:N2}{m.Largest,10:N2}{seconds,7:N0}  {m.Verdict}"));
}

if (measured.FirstOrDefault(m => m.Target.IsControl && m.Largest < Measurement.Leak) is { } blind)
{
    Console.Error.WriteLine($"{blind.Target.Name}: not seen, so nothing else is shown either. Take more samples or a quieter machine.");
    return 2;
}

return measured.Any(m => !m.Target.IsControl && m.Largest >= Measurement.Leak) ? 1 : 0;

bool IsMeant(Target target, string name) => all.Any(t => t.Name == name)
    ? target.Name == name
    : target.Name.Contains(name, StringComparison.OrdinalIgnoreCase);
