using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The object whose octets are signed as <c>SignedData</c> (Mesh sealing, sections 3 and 4): an ordered list of members, each there
/// exactly when there is something to say. The same list writes the octets and checks those of others, so that the two cannot drift
/// apart. <c>Created</c> alone is not compared; it must parse.
/// </summary>
internal sealed class Statement
{
    private const string CreatedName = "Created";

    private readonly List<(string Name, object Value)> _members = [];

    public Statement Text(string name, string? value) => Add(name, value);

    public Statement Binary(string name, ReadOnlyMemory<byte>? value) => Add(name, value.HasValue ? (object)value.Value : null);

    public Statement Integer(string name, long? value) => Add(name, value);

    /// <summary>Where the time of signing stands.</summary>
    public Statement Created(string? time = null) => Add(CreatedName, time ?? "");

    /// <summary>The octets; every member has its value.</summary>
    public byte[] ToOctets() => StrictJson.Write(writer =>
    {
        writer.WriteStartObject();
        foreach ((string name, object value) in _members)
        {
            switch (value)
            {
                case ReadOnlyMemory<byte> octets:
                    writer.Binary(name, octets.Span);
                    break;
                case long number:
                    writer.WriteNumber(name, number);
                    break;
                default:
                    writer.WriteString(name, (string)value);
                    break;
            }
        }

        writer.WriteEndObject();
    });

    /// <summary>
    /// Compares every member of <paramref name="signedData"/> with this statement; a missing, unknown or repeated one is refused.
    /// </summary>
    /// <returns>The stated time of signing.</returns>
    /// <exception cref="DareException"><see cref="DareError.SignatureInvalid"/>.</exception>
    public DateTimeOffset Check(ReadOnlyMemory<byte> signedData)
    {
        try
        {
            return JsonMembers.Parse(signedData, "SignedData", Check);
        }
        catch (DareException e) when (e.Code == DareError.Malformed)
        {
            throw new DareException(DareError.SignatureInvalid, "A signature is over SignedData that is not well-formed.", e);
        }
    }

    private DateTimeOffset Check(JsonElement element)
    {
        JsonMembers.RequireObject(element, "SignedData");
        DateTimeOffset created = default;
        int seen = 0;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            object expected = _members.Find(m => member.NameEquals(m.Name)).Value
                ?? throw Refused(Printable.Of(member.Name), "should not be there");
            bool same = member.NameEquals(CreatedName)
                ? member.Value.ValueKind == JsonValueKind.String && MeshTime.TryParse(member.Value.GetString()!, out created)
                : Same(member.Value, expected);
            if (!same)
            {
                throw Refused(Printable.Of(member.Name), "does not agree with the envelope");
            }

            seen++;
        }

        // Repeated members never get here: the parser refuses them.
        return seen == _members.Count ? created : throw Refused(Missing(element), "is missing");
    }

    private static bool Same(JsonElement value, object expected) => expected switch
    {
        ReadOnlyMemory<byte> octets => JsonMembers.Binary(value) is { } found
            && CryptographicOperations.FixedTimeEquals(found, octets.Span),
        long number => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long found) && found == number,
        string text => value.ValueKind == JsonValueKind.String && value.ValueEquals(text),
        _ => false,
    };

    private static DareException Refused(string name, string problem) =>
        new(DareError.SignatureInvalid, $"A signature is refused: the member {name} of its SignedData {problem}.");

    private string Missing(JsonElement element) => _members.Find(m => !element.TryGetProperty(m.Name, out _)).Name;

    private Statement Add(string name, object? value)
    {
        if (value is not null)
        {
            _members.Add((name, value));
        }

        return this;
    }
}
