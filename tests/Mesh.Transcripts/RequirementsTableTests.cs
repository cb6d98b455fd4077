// Compares docs/security-requirements.md with the [Requirement] marks in the tests. With MESH_UPDATE=1 the table is rewritten from them.

using System.Text.RegularExpressions;

namespace Mesh.Transcripts;

public partial class RequirementsTableTests
{
    private static readonly string Table = Path.Combine(VectorFile.RepositoryRoot, "docs", "security-requirements.md");

    [Fact]
    public void The_table_names_exactly_the_tests_that_are_marked()
    {
        SortedDictionary<string, SortedSet<string>> marks = Marks();
        string[] lines = File.ReadAllLines(Table);
        var unknown = new HashSet<string>(marks.Keys);
        int rows = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            Match row = Row().Match(lines[i]);
            if (!row.Success)
            {
                continue;
            }

            rows++;
            unknown.Remove(row.Groups["id"].Value);
            string shown = marks.TryGetValue(row.Groups["id"].Value, out SortedSet<string>? tests)
                ? string.Join("<br>", tests.Select(t => $"`{t}`"))
                : "not yet";
            lines[i] = row.Groups["head"].Value + shown + " |";
        }

        Assert.Equal(177, rows);
        Assert.Empty(unknown);
        if (Environment.GetEnvironmentVariable("MESH_UPDATE") == "1")
        {
            File.WriteAllText(Table, string.Join('\n', lines) + "\n");
        }

        Assert.Equal(lines, File.ReadAllLines(Table));
    }

    private static SortedDictionary<string, SortedSet<string>> Marks()
    {
        var marks = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(VectorFile.RepositoryRoot, "tests"), "*.cs", SearchOption.AllDirectories))
        {
            if (file.Contains("/obj/", StringComparison.Ordinal) || file.Contains("/bin/", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (Match mark in Mark().Matches(File.ReadAllText(file)))
            {
                string test = Path.GetFileNameWithoutExtension(file) + "." + mark.Groups["name"].Value;
                foreach (Match id in Id().Matches(mark.Groups["ids"].Value))
                {
                    if (!marks.TryGetValue(id.Value, out SortedSet<string>? tests))
                    {
                        marks[id.Value] = tests = new SortedSet<string>(StringComparer.Ordinal);
                    }

                    tests.Add(test);
                }
            }
        }

        return marks;
    }

    [GeneratedRegex(@"^(?<head>\| (?<id>[A-Z]{3}-\d\d) \| .* \| .* \| )(?<shown>.*) \|$")]
    private static partial Regex Row();

    // The mark, any further attributes, and then the method that they stand on.
    [GeneratedRegex(@"\[Requirement\((?<ids>[^)]*)\)\][\s\S]*?\b(?:void|Task)\s+(?<name>\w+)\s*\(")]
    private static partial Regex Mark();

    [GeneratedRegex(@"[A-Z]{3}-\d\d")]
    private static partial Regex Id();
}
