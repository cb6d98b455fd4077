// A guide page is also a test: its ```console blocks are typed against the built programs and their output is compared.
//   alice$ command        runs in the home called "alice" (a MESH_HOME of its own); "$ command" runs in none
//   alice$ command &      starts it in the background; its first line of output is compared, and it is ended with the page
//   …                     stands for any text within a line
//   <name>                any text without spaces, remembered: later uses, in output or commands, must be or become the same
//   (exit 4)              after the output: the exit code, where it is not 0

using System.Text.RegularExpressions;

namespace Mesh.Transcripts;

/// <summary>One command of a page with what it should print.</summary>
public sealed record TranscriptStep(int Line, string Home, string Command, bool Background, IReadOnlyList<string> Expected, int ExitCode);

/// <summary>Reads the steps of a page.</summary>
public static partial class Transcript
{
    public static IReadOnlyList<TranscriptStep> Read(string path)
    {
        var steps = new List<TranscriptStep>();
        bool inside = false;
        string[] lines = File.ReadAllLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                inside = !inside && lines[i] == "```console";
                continue;
            }

            if (!inside)
            {
                continue;
            }

            Match prompt = Prompt().Match(lines[i]);
            if (prompt.Success)
            {
                string command = prompt.Groups["command"].Value;
                bool background = command.EndsWith(" &", StringComparison.Ordinal);
                steps.Add(new TranscriptStep(i + 1, prompt.Groups["home"].Value, background ? command[..^2] : command, background, [], 0));
                continue;
            }

            if (steps.Count == 0)
            {
                throw new InvalidDataException($"{Path.GetFileName(path)}:{i + 1}: output before the first command");
            }

            Match exit = Exit().Match(lines[i]);
            steps[^1] = exit.Success
                ? steps[^1] with { ExitCode = int.Parse(exit.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) }
                : steps[^1] with { Expected = [.. steps[^1].Expected, lines[i]] };
        }

        return steps;
    }

    [GeneratedRegex(@"^(?<home>[a-z0-9]*)\$ (?<command>.+)$")]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^\(exit (\d+)\)$")]
    private static partial Regex Exit();
}
