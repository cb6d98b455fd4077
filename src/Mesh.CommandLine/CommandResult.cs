using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mesh.CommandLine;

/// <summary>
/// What a command has to say: lines for a person, and the same as one JSON object <c>{"ResultX":{"Success":true,…}}</c> whose field
/// names are stable (command-line reference, section 12). Strings that came from elsewhere are neutralised in the lines.
/// </summary>
public sealed class CommandResult(string tag, int exitCode = ExitCode.Success)
{
    private readonly List<(string Name, object Value)> _fields = [];
    private readonly List<(string Text, bool VerboseOnly)> _lines = [];

    /// <summary>The exit code that goes with it.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Whether standard output has something else on it, a file: then this is printed on standard error.</summary>
    public bool IsBesideOutput { get; init; }

    /// <summary>Adds a field of the JSON object: a string, number, boolean, list of strings or list of results. Null is left out.</summary>
    public CommandResult Field(string name, object? value)
    {
        if (value is not null)
        {
            _fields.Add((name, value));
        }

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

    /// <summary>Prints it as the reporting options ask.</summary>
    public void Print(TextWriter output, bool json, bool verbose, bool report)
    {
        if (json)
        {
            output.WriteLine(ToJson());
        }
        else if (report || verbose)
        {
            foreach ((string text, bool verboseOnly) in _lines)
            {
                if (verbose || !verboseOnly)
                {
                    output.WriteLine(text);
                }
            }
        }
    }

    /// <summary>The JSON form, on one line.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(tag);
            writer.WriteBoolean("Success", ExitCode == CommandLine.ExitCode.Success);
            WriteFields(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void WriteFields(Utf8JsonWriter writer)
    {
        foreach ((string name, object value) in _fields)
        {
            writer.WritePropertyName(name);
            switch (value)
            {
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
                        result.WriteFields(writer);
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
