using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mesh.Encoding;

namespace Mesh.Schema;

/// <summary>
/// Reads and writes tagged objects, <c>{"Tag":{…}}</c> (Mesh schema 1.1), of a closed list of classes. Written as compact UTF-8
/// JSON, absent members and empty lists left out. Read strictly: one object, no member twice, nesting up to 64, no null inside a
/// list, integers without fraction or exponent; unknown members are ignored. Raw line breaks inside binary values and JSON-B, which
/// published objects have, are normalised away first. Other exceptions than <see cref="SchemaException"/> do not come out.
/// </summary>
public sealed class TaggedJson
{
    private const int LongestQuote = 80;

    private readonly JsonSerializerOptions _options;
    private readonly FrozenDictionary<string, Type> _classes;
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _olderNames;

    /// <summary>A codec for <paramref name="classes"/>, whose metadata <paramref name="resolver"/> has; the tag is the class name.</summary>
    /// <param name="resolver">A source-generated context.</param>
    /// <param name="classes">The classes that may stand alone.</param>
    /// <param name="olderNames">Per tag, older member names that are read as newer ones (Mesh schema 4.7); never written.</param>
    public TaggedJson(
        IJsonTypeInfoResolver resolver,
        IEnumerable<Type> classes,
        IReadOnlyDictionary<string, FrozenDictionary<string, string>>? olderNames = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        _options = CreateOptions(resolver);
        _classes = classes.ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);
        _olderNames = (olderNames ?? ImmutableDictionary<string, FrozenDictionary<string, string>>.Empty)
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The classes that may stand alone.</summary>
    public ImmutableArray<Type> Classes => _classes.Values;

    /// <summary>Whether the tag is in the list.</summary>
    public bool Knows(string tag) => _classes.ContainsKey(tag);

    /// <summary>The options under which every Mesh record is read and written, over the metadata of <paramref name="resolver"/>.</summary>
    public static JsonSerializerOptions CreateOptions(IJsonTypeInfoResolver resolver)
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = resolver.WithAddedModifier(LeaveOutEmptyLists),
            AllowDuplicateProperties = false,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = StrictJson.Encoder,
            MaxDepth = StrictJson.MaximumDepth,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters = { new BinaryConverter(), new TimeConverter() },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>The tagged form of <paramref name="value"/>, of which no other copy is left; the caller zeroes it where it holds secrets.</summary>
    /// <exception cref="ArgumentException">Its class is not in the list.</exception>
    public byte[] Encode(object value)
    {
        using var buffer = new ErasingBuffer();
        Write(buffer, value);
        return buffer.Written.ToArray();
    }

    /// <summary>Writes the tagged form of <paramref name="value"/>; give an <see cref="ErasingBuffer"/> where it holds secrets.</summary>
    /// <exception cref="ArgumentException">Its class is not in the list.</exception>
    public void Write(IBufferWriter<byte> buffer, object value)
    {
        using var writer = new Utf8JsonWriter(buffer, StrictJson.WriterOptions);
        Write(writer, value);
    }

    /// <summary>As the other overload, where the object stands inside another one.</summary>
    /// <exception cref="ArgumentException">Its class is not in the list.</exception>
    public void Write(Utf8JsonWriter writer, object value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        string tag = value.GetType().Name;
        if (!_classes.TryGetValue(tag, out Type? known) || known != value.GetType())
        {
            throw new ArgumentException($"{tag} is not a class that can be written with a tag", nameof(value));
        }

        writer.WriteStartObject();
        writer.WritePropertyName(tag);
        JsonSerializer.Serialize(writer, value, _options.GetTypeInfo(known));
        writer.WriteEndObject();
    }

    /// <summary>Reads one tagged object of exactly class <typeparamref name="T"/>, or where that is abstract of a class derived from it.</summary>
    /// <exception cref="SchemaException">
    /// Not such an object (<see cref="SchemaError.Malformed"/>), a tag that is not in the list (<see cref="SchemaError.UnknownType"/>)
    /// or is not a <typeparamref name="T"/> (<see cref="SchemaError.UnexpectedType"/>).
    /// </exception>
    public T Decode<T>(ReadOnlyMemory<byte> octets)
        where T : class
    {
        try
        {
            using JsonDocument document = IsTolerated(octets.Span) ? TolerantJson.Parse(octets.Span) : StrictJson.Parse(octets);
            return Read<T>(document.RootElement);
        }
        catch (EncodingException e)
        {
            throw new SchemaException(SchemaError.Malformed, $"a {typeof(T).Name} was expected: {e.Message}", e);
        }
    }

    /// <summary>As <see cref="Decode{T}"/>, from JSON that was parsed strictly.</summary>
    /// <exception cref="SchemaException">As there.</exception>
    public T Read<T>(JsonElement element)
        where T : class
    {
        (string tag, JsonElement content) = Untag(element, typeof(T).Name);
        return Read<T>(tag, content);
    }

    /// <summary>As the other overload, where tag and object were taken apart before.</summary>
    /// <exception cref="SchemaException">As there.</exception>
    public T Read<T>(string tag, JsonElement content)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(tag);
        if (content.ValueKind != JsonValueKind.Object)
        {
            throw NotTagged(typeof(T).Name);
        }

        if (!_classes.TryGetValue(tag, out Type? type))
        {
            throw new SchemaException(SchemaError.UnknownType, $"{Quote(tag)} is not a known class; a {typeof(T).Name} was expected");
        }

        // Where a concrete class is expected, a class derived from it is something else: a host is no device.
        if (typeof(T).IsAbstract ? !type.IsAssignableTo(typeof(T)) : type != typeof(T))
        {
            throw new SchemaException(SchemaError.UnexpectedType, $"the object is a {tag}; a {typeof(T).Name} was expected");
        }

        RefuseNullElements(content, tag);
        if (_olderNames.TryGetValue(tag, out FrozenDictionary<string, string>? names) && OlderNames.Occur(content, names))
        {
            using JsonDocument renamed = OlderNames.Replace(content, names, tag);
            return Deserialize<T>(renamed.RootElement, type, tag);
        }

        return Deserialize<T>(content, type, tag);
    }

    private T Deserialize<T>(JsonElement content, Type type, string tag)
    {
        try
        {
            // An object that is not null deserialises to one: converters of classes with a tag do not exist.
            return (T)content.Deserialize(_options.GetTypeInfo(type))!;
        }
        catch (JsonException e)
        {
            throw Malformed(tag, e.Path, e);
        }
        catch (Exception e) when (LowerLayers.Throws(e) || e is InvalidOperationException or FormatException or NotSupportedException)
        {
            throw Malformed(tag, null, e);
        }
    }

    /// <summary>The one member of an object with one member.</summary>
    internal static (string Tag, JsonElement Content) Untag(JsonElement element, string expected)
    {
        if (element.ValueKind == JsonValueKind.Object && element.GetPropertyCount() == 1)
        {
            JsonProperty member = element.EnumerateObject().First();
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                return (member.Name, member.Value);
            }
        }

        throw NotTagged(expected);
    }

    private static SchemaException NotTagged(string expected) =>
        new(SchemaError.Malformed, $"not a tagged object; a {expected} was expected");

    /// <summary>Text from outside, fit for a message of one line.</summary>
    internal static string Quote(string text)
    {
        string cut = text.Length > LongestQuote ? text[..LongestQuote] + "…" : text;
        return '"' + string.Concat(cut.Select(c => c is < ' ' or (>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029' ? '?' : c)) + '"';
    }

    private static SchemaException Malformed(string tag, string? path, Exception inner) =>
        new(SchemaError.Malformed, $"the {tag} has a member that is missing or wrong{(path is null ? "" : " at " + Quote(path))}", inner);

    // What we write has neither; a raw line break or an octet above 7F that is no UTF-8 marks what others wrote.
    private static bool IsTolerated(ReadOnlySpan<byte> octets) =>
        octets.ContainsAny((byte)'\n', (byte)'\r') || !System.Text.Unicode.Utf8.IsValid(octets);

    private static void RefuseNullElements(JsonElement element, string tag)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    RefuseNullElements(member.Value, tag);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    if (item.ValueKind == JsonValueKind.Null)
                    {
                        throw new SchemaException(SchemaError.Malformed, $"the {tag} has a null inside a list");
                    }

                    RefuseNullElements(item, tag);
                }

                break;
            default:
                break;
        }
    }

    private static void LeaveOutEmptyLists(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo member in type.Properties)
        {
            if (member.PropertyType.IsGenericType && member.PropertyType.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            {
                member.ShouldSerialize = static (_, value) => value is System.Collections.ICollection { Count: > 0 };
            }
        }
    }
}
