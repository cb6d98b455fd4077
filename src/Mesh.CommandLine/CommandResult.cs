using System.Text.Json;

namespace Mesh.CommandLine;

/// <summary>
/// What a command has to say: lines for a person, and the same as one JSON object <c>{"ResultX":{"Success":true,…}}</c> whose field
/// names are stable (command-line reference, section 12). Strings that came from elsewhere are neutralised in the lines.
/// </summary>
public sealed class CommandResult(string tag, int exitCode = ExitCode.Success)
{
    internal const string Success = "Success";
    internal const string Reason = "Reason";
    internal const string ErrorCode = "ErrorCode";

    private readonly List<(string Name, object Value)> _fields = [];
    private readonly List<(object Text, bool VerboseOnly)> _lines = [];
    private bool _hasList;

    /// <summary>The exit code that goes with it.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Whether standard output has something else on it, a file: then this is printed on standard error.</summary>
    public bool IsBesideOutput { get; init; }

    /// <summary>What is wrong, where the result tells more of it: follows the result on standard error, in one line. Null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Adds a field of the JSON object: a string, number, boolean, list of strings or list of results. Null is left out.</summary>
    public CommandResult Field(string name, object? value)
    {
        if (value is not null)
        {
            _fields.Add((name, value));
        }

        return this;
    }

    /// <summary>Adds a field whose value is known only when what was added before it has been printed.</summary>
    public CommandResult LateField(string name, Func<object> value)
    {
        _fields.Add((name, value));
        return this;
    }

    /// <summary>Adds a line of text.</summary>
    public CommandResult Line(string text)
    {
        _lines.Add((TerminalText.Neutralise(text, TerminalText.LongestLine), false));
        return this;
    }

    /// <summary>Adds a line that is shown with <c>--verbose</c> only.</summary>
    public CommandResult VerboseLine(string text)
    {
        _lines.Add((TerminalText.Neutralise(text, TerminalText.LongestLine), true));
        return this;
    }

    /// <summary>Adds a line that is shown with <c>--verbose</c> only, and known only when those before it have been printed.</summary>
    public CommandResult LateVerboseLine(Func<string> text)
    {
        _lines.Add((text, true));
        return this;
    }

    /// <summary>
    /// Adds a list of any length: a line for each item, a field that is an array of objects. Items are made while they are printed, and none is kept. An
    /// exception on the way ends the command as any other; what was printed stays.
    /// </summary>
    /// <param name="name">The name of the field.</param>
    /// <param name="items">The items.</param>
    /// <param name="line">Appends what the line of an item has.</param>
    /// <param name="fields">Writes the members of its object: plain values.</param>
    public CommandResult List<T>(string name, IEnumerable<T> items, Action<TextLines, T> line, Action<Utf8JsonWriter, T> fields)
    {
        var list = new ResultList<T>(items, line, fields);
        _hasList = true;
        _fields.Add((name, list));
        _lines.Add((list, false));
        return this;
    }

    /// <summary>Prints the lines, as the reporting options ask.</summary>
    internal void Print(TextWriter output, bool verbose, bool report)
    {
        if (!report && !verbose)
        {
            return;
        }

        var lines = new TextLines(output);
        try
        {
            foreach ((object text, bool verboseOnly) in _lines)
            {
                if (verbose || !verboseOnly)
                {
                    Print(lines, text);
                }
            }
        }
        finally
        {
            lines.Flush();
        }
    }

    /// <summary>Prints the JSON form on a line, of a result that is one of many.</summary>
    public void PrintJsonLine(TextWriter output)
    {
        using var json = new JsonOutput(output);
        Print(json);
    }

    /// <summary>Prints the JSON form. Where there is a list, whether all went well is known, and said, after it.</summary>
    internal void Print(JsonOutput json)
    {
        json.Writer.WriteStartObject();
        json.Writer.WriteStartObject(tag);
        if (!_hasList)
        {
            json.Writer.WriteBoolean(Success, ExitCode == CommandLine.ExitCode.Success);
        }

        WriteFields(json);
        if (_hasList)
        {
            json.Writer.WriteBoolean(Success, ExitCode == CommandLine.ExitCode.Success);
        }

        json.Writer.WriteEndObject();
        json.Writer.WriteEndObject();
        json.End();
    }

    private static void Print(TextLines lines, object text)
    {
        switch (text)
        {
            case ResultList list:
                list.Print(lines);
                break;
            case Func<string> late:
                lines.AppendForeign(late()).End();
                break;
            default:
                lines.Append((string)text).End();
                break;
        }
    }

    private void WriteFields(JsonOutput json)
    {
        Utf8JsonWriter writer = json.Writer;
        foreach ((string name, object value) in _fields)
        {
            writer.WritePropertyName(name);
            switch (value is Func<object> late ? late() : value)
            {
                case ResultList list:
                    list.Print(json);
                    break;
                case string text:
                    writer.WriteStringValue(text);
                    break;
                case bool flag:
                    writer.WriteBooleanValue(flag);
                    break;
                case int number:
                    writer.WriteNumberValue(number);
                    break;
                case long number:
                    writer.WriteNumberValue(number);
                    break;
                case IEnumerable<string> texts:
                    writer.WriteStartArray();
                    foreach (string text in texts)
                    {
                        writer.WriteStringValue(text);
                    }

                    writer.WriteEndArray();
                    break;
                case IEnumerable<CommandResult> results:
                    writer.WriteStartArray();
                    foreach (CommandResult result in results)
                    {
                        writer.WriteStartObject();
                        result.WriteFields(json);
                        writer.WriteEndObject();
                    }

                    writer.WriteEndArray();
                    break;
                default:
                    throw new InvalidOperationException($"a result field cannot hold {value.GetType().Name}");
            }
        }
    }
}
