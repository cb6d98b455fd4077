using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Mesh.Transcripts;

/// <summary>Types the steps of a page in a folder of their own and compares every line.</summary>
public sealed partial class TranscriptRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly List<Process> _background = [];
    private readonly string _programs = Path.Combine(VectorFile.RepositoryRoot, "artifacts", "bin");

    public void Run(string page)
    {
        Assert.True(File.Exists(Path.Combine(_programs, "meshman")), "run ./build first: the guides are typed against artifacts/bin");
        foreach (TranscriptStep step in Transcript.Read(page))
        {
            (string output, int exit) = step.Background ? Start(step) : Execute(step);
            string where = $"{Path.GetFileName(page)}:{step.Line}: {step.Command}";
            string[] actual = output.Length == 0 ? [] : output.TrimEnd('\n').Split('\n');
            if (!step.Background)
            {
                Assert.True(exit == step.ExitCode, $"{where}\nexit {exit}, not {step.ExitCode}:\n{output}");
            }

            Assert.True(actual.Length == step.Expected.Count,
                $"{where}\nprinted {actual.Length} lines, not {step.Expected.Count}:\n{output}");
            for (int i = 0; i < actual.Length; i++)
            {
                Compare(where, step.Expected[i], actual[i]);
            }
        }
    }

    public void Dispose()
    {
        foreach (Process process in _background)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            process.WaitForExit();
            process.Dispose();
        }

        _folder.Dispose();
    }

    private void Compare(string where, string expected, string actual)
    {
        var pattern = new StringBuilder("^");
        var names = new List<string>();
        foreach (string part in Placeholder().Split(expected))
        {
            if (part == "…")
            {
                pattern.Append(".+?");
            }
            else if (part is ['<', .., '>'])
            {
                string name = part[1..^1];
                if (_known.TryGetValue(name, out string? value))
                {
                    pattern.Append(Regex.Escape(value));
                }
                else if (names.Contains(name))
                {
                    pattern.Append($@"\k<{name}>");
                }
                else
                {
                    names.Add(name);
                    pattern.Append($@"(?<{name}>\S+)");
                }
            }
            else
            {
                pattern.Append(Regex.Escape(part));
            }
        }

        Match match = Regex.Match(actual, pattern.Append('$').ToString());
        Assert.True(match.Success, $"{where}\nexpected: {expected}\nprinted:  {actual}");
        foreach (string name in names)
        {
            _known[name] = match.Groups[name].Value;
        }
    }

    private ProcessStartInfo Shell(TranscriptStep step)
    {
        string command = Placeholder().Replace(step.Command, m =>
            m.Value is ['<', .., '>'] && _known.TryGetValue(m.Value[1..^1], out string? value) ? value : m.Value);
        var info = new ProcessStartInfo("/bin/sh", ["-c", step.Background ? "exec " + command : command + " 2>&1"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = step.Background,
            RedirectStandardInput = true,
        };
        info.Environment.Clear();
        info.Environment["PATH"] = _programs + ":" + Environment.GetEnvironmentVariable("PATH");
        info.Environment["HOME"] = _folder.File("home");
        info.Environment["XDG_RUNTIME_DIR"] = _folder.File("run");
        foreach (string name in new[] { "DOTNET_ROOT", "TMPDIR" })
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                info.Environment[name] = value;
            }
        }

        if (step.Home.Length > 0)
        {
            info.Environment["MESH_HOME"] = _folder.File(step.Home);
        }

        if (_known.TryGetValue("address", out string? address))
        {
            info.Environment["MESH_RESOLVE"] = "example.com=" + address;
        }

        return info;
    }

    private (string Output, int Exit) Execute(TranscriptStep step)
    {
        using Process process = Process.Start(Shell(step))!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"line {step.Line}: {step.Command} did not end");
        }

        return (output.GetAwaiter().GetResult(), process.ExitCode);
    }

    private (string Output, int Exit) Start(TranscriptStep step)
    {
        Process process = Process.Start(Shell(step))!;
        _background.Add(process);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        Task<string?> first = process.StandardOutput.ReadLineAsync();
        Assert.True(first.Wait(Patience), $"line {step.Line}: {step.Command} printed nothing");
        return ((first.Result ?? "") + "\n", 0);
    }

    [GeneratedRegex(@"(…|<[a-z][a-z0-9]*>)")]
    private static partial Regex Placeholder();
}
