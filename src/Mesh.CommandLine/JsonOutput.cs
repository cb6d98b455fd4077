using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mesh.CommandLine;

/// <summary>A JSON object of one line on its way to an output, which gets it in pieces.</summary>
internal sealed class JsonOutput : IDisposable
{
    private const int Room = 1 << 15;

    private readonly TextWriter _output;
    private readonly ArrayBufferWriter<byte> _octets = new();
    private bool _isLost;

    public JsonOutput(TextWriter output)
    {
        _output = output;
        Writer = new Utf8JsonWriter(_octets, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default });
    }

    public Utf8JsonWriter Writer { get; }

    /// <summary>Hands over what has been gathered, when it is much.</summary>
    public void Spill()
    {
        if (Writer.BytesPending + _octets.WrittenCount >= Room)
        {
            Flush();
        }
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        Flush(_output.NewLine);
    }

    /// <summary>
    /// Ends an object in which a list was broken off: it says so, and why. What was printed of it stays, and whoever reads it as JSON learns that it is not
    /// whole.
    /// </summary>
    public void BreakOff(CommandException reason)
    {
        if (_isLost)
        {
            return;
        }

        Writer.WriteBoolean(CommandResult.Success, false);
        Writer.WriteString(CommandResult.Reason, reason.Message);
        Writer.WriteNumber(CommandResult.ErrorCode, reason.ExitCode);
        Writer.WriteEndObject();
        Writer.WriteEndObject();
        End();
    }

    public void Dispose() => Writer.Dispose();

    private void Flush(string end = "")
    {
        Writer.Flush();
        string text = System.Text.Encoding.UTF8.GetString(_octets.WrittenSpan) + end;
        _octets.ResetWrittenCount();
        _isLost = true; // unless all of it arrives
        TextLines.Guard(_output, text, static (output, t) => output.Write(t));
        _isLost = false;
    }
}
