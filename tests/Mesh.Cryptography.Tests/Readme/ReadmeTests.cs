using System.Diagnostics;
using System.Text.RegularExpressions;
using Mesh.Cryptography.Examples;

namespace Mesh.Cryptography.Tests.Readme;

/// <summary>The examples of the README are those of the folder examples, and do what they say.</summary>
public partial class ReadmeTests
{
    private static readonly string Folder = Path.Combine(VectorFile.RepositoryRoot, "examples", "Mesh.Cryptography.Examples");

    private static readonly Lazy<Dictionary<string, string[]>> Printed = new(Run);

    public static TheoryData<string> Names => [.. Catalogue.All.Select(e => e.DeclaringType!.Name)];

    [Fact]
    public void The_README_shows_every_example_and_no_other_code()
    {
        string readme = File.ReadAllText(Path.Combine(VectorFile.RepositoryRoot, "src", "Mesh.Cryptography", "README.md")).ReplaceLineEndings("\n");
        string[] shown = [.. Block().Matches(readme).Select(m => m.Groups[1].Value)];
        Assert.NotEmpty(shown);
        Assert.Equal(Catalogue.All.Select(e => Source(e.DeclaringType!.Name)).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_example_prints_what_its_comments_say(string name)
    {
        string[] promised = [.. Promise().Matches(Source(name)).Select(m => m.Groups[1].Value)];
        Assert.NotEmpty(promised);
        Assert.Equal(promised, Printed.Value[name]);
    }

    // What stands between #region and #endregion, moved to the margin.
    private static string Source(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder, name + ".cs"));
        int start = Array.FindIndex(lines, l => l.Trim() == "#region " + name);
        int end = Array.FindIndex(lines, l => l.Trim() == "#endregion");
        Assert.True(start >= 0 && end > start, name);
        int margin = lines[start].IndexOf('#', StringComparison.Ordinal);
        return string.Concat(lines[(start + 1)..end].Select(l => (l.Length > margin ? l[margin..] : "") + "\n"));
    }

    private static Dictionary<string, string[]> Run()
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "exec", typeof(Catalogue).Assembly.Location },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result + output);
        var printed = new Dictionary<string, List<string>>();
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Catalogue.All.FirstOrDefault(e => line == e.DeclaringType!.Name + ":") is { } example)
            {
                printed.Add(example.DeclaringType!.Name, []);
            }
            else
            {
                printed.Values.Last().Add(line);
            }
        }

        return printed.ToDictionary(p => p.Key, p => p.Value.ToArray());
    }

    [GeneratedRegex(@"^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"Console\.WriteLine\(.*\); // (.+)$", RegexOptions.Multiline)]
    private static partial Regex Promise();
}
