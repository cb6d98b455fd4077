using System.Buffers;
using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>
/// Requests and responses as JSON (Mesh protocol, section 2): one tagged object, <c>{"Transact":{…}}</c> and
/// <c>{"TransactResponse":{…}}</c>. Strict: UTF-8, no member twice, nesting up to 64, no null in a list; unknown members are ignored.
/// Envelopes inside keep their octets.
/// </summary>
public static class MeshMessages
{
    private static readonly JsonSerializerOptions Options = TaggedJson.CreateOptions(MessageContext.Default);

    /// <summary>The octets of a request.</summary>
    public static byte[] Write(MeshRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Write(request.Transaction.Name, request);
    }

    /// <summary>The octets of a response.</summary>
    public static byte[] Write(MeshResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Write(response.GetType().Name, response);
    }

    /// <summary>Reads a request.</summary>
    /// <exception cref="ProtocolException">
    /// InvalidMessage: it is none, or of a transaction that is unknown here, Status 400. TooLarge: beyond the transaction's limit, 413.
    /// </exception>
    public static MeshRequest ReadRequest(ReadOnlyMemory<byte> octets)
    {
        using JsonDocument document = Parse(octets, ProtocolLimits.LargestMessage, "request");
        JsonProperty tagged = Tagged(document, "request");
        MeshTransaction transaction = MeshTransaction.Find(tagged.Name) ?? throw ProtocolException.Invalid("the request has an unknown tag");
        CheckLength(octets.Length, transaction.RequestLimit, transaction.Name);
        var request = (MeshRequest)Deserialize(tagged.Value, transaction.Request);
        return MessageRules.Wrong(request) is { } wrong ? throw ProtocolException.Invalid($"{transaction.Name}: {wrong}") : request;
    }

    /// <summary>
    /// Reads the response to a request of <paramref name="transaction"/>: of its class, or a plain MeshResponse, which is never a success.
    /// </summary>
    /// <exception cref="ProtocolException">InvalidMessage.</exception>
    public static MeshResponse ReadResponse(MeshTransaction transaction, ReadOnlyMemory<byte> octets)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        using JsonDocument document = Parse(octets, transaction.ResponseLimit, "response");
        JsonProperty tagged = Tagged(document, "response");
        bool plain = tagged.Name == nameof(MeshResponse);
        if (!plain && tagged.Name != transaction.ResponseTag)
        {
            throw ProtocolException.Invalid($"the response to {transaction.Name} has another tag");
        }

        var response = (MeshResponse)Deserialize(tagged.Value, plain ? typeof(MeshResponse) : transaction.Response);
        if (plain && response.IsSuccess)
        {
            throw ProtocolException.Invalid($"the response to {transaction.Name} says success and nothing else");
        }

        return MessageRules.Wrong(response) is { } wrong
            ? throw ProtocolException.Invalid($"the response to {transaction.Name}: {wrong}")
            : response;
    }

    private static byte[] Write(string tag, object message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, StrictJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(tag);
            JsonSerializer.Serialize(writer, message, Options.GetTypeInfo(message.GetType()));
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> octets, int limit, string what)
    {
        CheckLength(octets.Length, limit, what);
        try
        {
            return StrictJson.Parse(octets);
        }
        catch (EncodingException e)
        {
            throw new ProtocolException(ProtocolError.InvalidMessage, $"the {what} is not JSON as the Mesh writes it: {e.Message}", e);
        }
    }

    private static JsonProperty Tagged(JsonDocument document, string what)
    {
        JsonElement root = document.RootElement;
        if (HasNullInList(root))
        {
            throw ProtocolException.Invalid($"the {what} has a null in a list");
        }

        return root.ValueKind == JsonValueKind.Object && root.GetPropertyCount() == 1
            && root.EnumerateObject().First() is { Value.ValueKind: JsonValueKind.Object } member
                ? member
                : throw ProtocolException.Invalid($"the {what} is not one tagged object");
    }

    private static bool HasNullInList(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(m => HasNullInList(m.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(i => i.ValueKind == JsonValueKind.Null || HasNullInList(i)),
        _ => false,
    };

    private static object Deserialize(JsonElement content, Type type)
    {
        try
        {
            // An object that is not null deserialises to one: no class here has a converter.
            return content.Deserialize(Options.GetTypeInfo(type))!;
        }
        catch (JsonException e)
        {
            throw new ProtocolException(ProtocolError.InvalidMessage, $"a member of the {type.Name} is missing or wrong", e);
        }
        catch (Exception e) when (e is DareException or SchemaException or EncodingException or KeyException or CryptoException
            or InvalidOperationException or FormatException or NotSupportedException)
        {
            throw new ProtocolException(ProtocolError.InvalidMessage, $"a member of the {type.Name} is wrong: {OneLine(e.Message)}", e);
        }
    }

    private static void CheckLength(int length, int limit, string what)
    {
        if (length > limit)
        {
            throw new ProtocolException(ProtocolError.TooLarge, $"{what} of {length} octets: at most {limit} are allowed");
        }
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
