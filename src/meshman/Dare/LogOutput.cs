using System.CommandLine;
using System.Globalization;
using System.Text;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Encoding;

namespace Mesh.Manager.Dare;

/// <summary>Entries of a log for people, as they come; or as JSON: one object, or one a line where they come without end.</summary>
internal sealed class LogOutput(ManagerProgram program, ParseResult parsed, bool isStream)
{
    private const string Blank = "                     ";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly bool _json = parsed.GetValue(program.Reporting.Json);
    private readonly bool _isShown = parsed.GetValue(program.Reporting.Report) || parsed.GetValue(program.Reporting.Verbose);
    private readonly List<CommandResult> _entries = [];

    /// <summary>Shows an entry.</summary>
    public void Show(JournalEntry entry)
    {
        TextWriter output = program.Terminal.Out;
        if (_json && !isStream)
        {
            _entries.Add(Fields(new CommandResult("Entry"), entry));
        }
        else if (_json)
        {
            Fields(new CommandResult("ResultLogEntry"), entry).PrintJsonLine(output);
        }
        else if (_isShown)
        {
            string time = entry.Time is { } made ? made.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "-";
            string key = entry.Key is { } k ? TerminalText.Neutralise(k) + "  " : "";
            string[] lines = (Text(entry) ?? $"({entry.Length} bytes of {entry.Meta.ContentType ?? "unknown type"})").TrimEnd('\n').Split('\n');
            output.WriteLine($"{time,-19}  {key}{Shown(lines[0])}");
            foreach (string line in lines.Skip(1))
            {
                output.WriteLine(Blank + Shown(line));
            }
        }

        if (isStream)
        {
            output.Flush();
        }
    }

    /// <summary>What is to be said at the end.</summary>
    public CommandResult Result(OpenLog open)
    {
        var result = new CommandResult("ResultLog");
        if (!isStream)
        {
            result.Field("Entries", _entries);
        }

        return result
            .Field("Signers", open.Signatures.Select(s => s.Signer ?? s.Kid)).Field("Known", open.Signatures.Any(s => s.Verified))
            .Field("Frames", open.Reader.Sequence.Count).Field("Root", Convert.ToHexString(open.Reader.Sequence.State.Root.Span))
            .Field("Unsigned", open.Reader.Sequence.Standing.Unsigned);
    }

    private static string Shown(string line) => TerminalText.Neutralise(line.Replace("\t", "    ", StringComparison.Ordinal), TerminalText.LongestLine);

    private static CommandResult Fields(CommandResult result, JournalEntry entry)
    {
        string? text = Text(entry);
        return result.Field("Index", entry.Index).Field("Time", entry.Time is { } time ? MeshTime.Format(time) : null).Field("Key", entry.Key)
            .Field("ContentType", entry.Meta.ContentType).Field("TotalBytes", entry.Length)
            .Field("Text", text).Field("Content", text is null ? Convert.ToBase64String(entry.Content.Span) : null);
    }

    private static string? Text(JournalEntry entry)
    {
        if (entry.Meta.ContentType is { } type && !type.StartsWith("text/", StringComparison.Ordinal) && type != "application/json")
        {
            return null;
        }

        try
        {
            return Utf8.GetString(entry.Content.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
