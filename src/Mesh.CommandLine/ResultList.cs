using System.Text.Json;

namespace Mesh.CommandLine;

/// <summary>A list in a result, whose items come while it is printed.</summary>
internal abstract class ResultList
{
    public abstract void Print(TextLines lines);

    public abstract void Print(JsonOutput json);
}

/// <inheritdoc/>
internal sealed class ResultList<T>(IEnumerable<T> items, Action<TextLines, T> line, Action<Utf8JsonWriter, T> fields) : ResultList
{
    public override void Print(TextLines lines)
    {
        foreach (T item in items)
        {
            line(lines, item);
            lines.End();
        }
    }

    public override void Print(JsonOutput json)
    {
        json.Writer.WriteStartArray();
        bool isOpen = false;
        try
        {
            foreach (T item in items)
            {
                json.Writer.WriteStartObject();
                isOpen = true;
                fields(json.Writer, item);
                json.Writer.WriteEndObject();
                isOpen = false;
                json.Spill();
            }
        }
        finally
        {
            // Where the items break off, the object that they are in can still be ended.
            if (isOpen)
            {
                json.Writer.WriteEndObject();
            }

            json.Writer.WriteEndArray();
        }
    }
}
