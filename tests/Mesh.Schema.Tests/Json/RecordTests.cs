using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Mesh.Schema.Tests;

/// <summary>The wire form of every record: recorded under Snapshots, so that it cannot change unnoticed.</summary>
public sealed class RecordTests
{
    private static readonly JsonSerializerOptions Options = TaggedJson.CreateOptions(SchemaContext.Default);

    public static TheoryData<string> Tags => [.. SchemaJson.Codec.Classes.Select(c => c.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Tags))]
    public void The_json_is_the_recorded_one(string tag)
    {
        string json = System.Text.Encoding.UTF8.GetString(Encode(Samples.Of(tag)));
        string file = Path.Combine(VectorFile.RepositoryRoot, "tests", "Mesh.Schema.Tests", "Snapshots", tag + ".json");
        if (Environment.GetEnvironmentVariable("MESH_RECORD") == "1")
        {
            File.WriteAllText(file, json + "\n");
        }

        Assert.Equal(File.ReadAllText(file).TrimEnd(), json);
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void The_sample_has_every_member_and_is_read_back(string tag)
    {
        MeshObject sample = Samples.Of(tag);
        byte[] json = Encode(sample);
        AssertComplete(JsonNode.Parse(json)![tag]!.AsObject(), Options.GetTypeInfo(sample.GetType()));
        MeshObject read = SchemaJson.Decode<MeshObject>(json);
        Assert.Equal(sample.GetType(), read.GetType());
        Assert.Equal(tag, read.Tag);
        Assert.Equal(json, Encode(read));
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void Members_are_required_or_may_be_absent(string tag)
    {
        JsonObject content = Content(tag);
        JsonTypeInfo type = Options.GetTypeInfo(Samples.Of(tag).GetType());
        foreach (string name in content.Select(m => m.Key).ToArray())
        {
            JsonObject without = Content(tag);
            without.Remove(name);
            if (type.Properties.Single(p => p.Name == name).IsRequired)
            {
                Malformed(tag, without);
            }
            else
            {
                byte[] json = Encode(Decode(tag, without));
                Assert.False(JsonNode.Parse(json)![tag]!.AsObject().ContainsKey(name), name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void A_null_is_an_absent_member(string tag)
    {
        JsonTypeInfo type = Options.GetTypeInfo(Samples.Of(tag).GetType());
        foreach (string name in Content(tag).Select(m => m.Key).ToArray())
        {
            JsonObject content = Content(tag);
            content[name] = null;
            JsonPropertyInfo member = type.Properties.Single(p => p.Name == name);
            if (member.IsRequired || member.PropertyType.IsValueType && Nullable.GetUnderlyingType(member.PropertyType) is null)
            {
                Malformed(tag, content);
            }
            else
            {
                Decode(tag, content);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void A_member_of_another_type_is_refused(string tag)
    {
        JsonNode[] wrong = [1.5, 1e30, true, "*", new JsonArray(new JsonArray()), new JsonObject { ["x"] = 1 }];
        foreach (string name in Content(tag).Select(m => m.Key).ToArray())
        {
            int refused = 0;
            foreach (JsonNode value in wrong)
            {
                JsonObject content = Content(tag);
                content[name] = value.DeepClone();
                try
                {
                    Decode(tag, content);
                }
                catch (SchemaException e)
                {
                    Assert.Equal(SchemaError.Malformed, e.Code);
                    refused++;
                }
            }

            // A member takes one of them at most, a number with a fraction counting with the other number.
            Assert.InRange(refused, wrong.Length - 2, wrong.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void Unknown_members_are_ignored_and_not_kept(string tag)
    {
        byte[] before = Encode(Samples.Of(tag));
        JsonObject content = Content(tag);
        content["Unheard"] = new JsonObject { ["of"] = new JsonArray(1, "two") };
        Assert.Equal(before, Encode(Decode(tag, content)));
    }

    [Fact]
    public void Every_class_has_one_sample() => Assert.Equal(
        SchemaJson.Codec.Classes.Select(c => c.Name).Order(StringComparer.Ordinal), Samples.All.Select(s => s.Tag).Order(StringComparer.Ordinal));

    [Fact]
    public void The_required_members_are_the_recorded_ones()
    {
        string text = string.Concat(SchemaJson.Codec.Classes.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c =>
            c.Name + ": " + string.Join(' ', Options.GetTypeInfo(c).Properties.Where(p => p.IsRequired).Select(p => p.Name).Order(StringComparer.Ordinal)) + "\n"));
        string file = Path.Combine(VectorFile.RepositoryRoot, "tests", "Mesh.Schema.Tests", "Snapshots", "required.txt");
        if (Environment.GetEnvironmentVariable("MESH_RECORD") == "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.Equal(File.ReadAllText(file), text);
    }

    [Fact]
    public void Primary_keys_are_those_of_the_schema()
    {
        Dictionary<string, string> keys = Samples.All.OfType<CatalogedEntry>().ToDictionary(e => e.Tag, e => e.PrimaryKey);
        const string X448 = "MASL-5B72-3K3B-PKQR-MGHP-L5QP-MVOA";
        Assert.Equal(X448, keys["CatalogedDevice"]);
        Assert.Equal("mmm/RotationPending/" + X448, keys["RotationPending"]);
        Assert.Equal("mmm/DeviceHistory", keys["DeviceHistory"]);
        Assert.Equal("mmm/KeyEscrow", keys["KeyEscrow"]);
        Assert.Equal("https:example.com", keys["CatalogedCredential"]);
        Assert.Equal("EBQB-KJVT-BYND-4GE2-U65R-FZFH-4C7O", keys["CatalogedPublication"]);
        Assert.Equal(X448, keys["CatalogedAccess"]);
        Assert.Equal("NAAA", keys["CatalogedContact"]);
        Assert.Equal("id", keys["CatalogedStandard"]);
        Assert.Equal("MDWZ-36RF-622V-XT6X-O6KB-3S5J-4JE3", keys["AccountUser"]);
        Assert.Equal(":ftp.example.com", CatalogedCredential.KeyOf(null, "ftp.example.com"));
    }

    [Fact]
    public void No_record_prints_a_secret()
    {
        foreach (MeshObject sample in Samples.All)
        {
            string json = System.Text.Encoding.UTF8.GetString(Encode(sample));
            string printed = sample.ToString();
            foreach (string secret in Secrets(JsonNode.Parse(json)!))
            {
                Assert.Contains(secret, json.Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
                Assert.DoesNotContain(secret, printed, StringComparison.Ordinal);
            }
        }

        Assert.NotEmpty(Secrets(JsonNode.Parse(Encode(Samples.Of("ActivationCommon")))!));
    }

    private static IEnumerable<string> Secrets(JsonNode node) => node switch
    {
        JsonObject o => o.Where(m => m.Value is not null).SelectMany(m =>
            m.Key is "Private" or "PrivateValue" or "ActivationKey" or "IndexKey" or "SaltedPin" or "Password"
                ? [m.Value!.GetValue<string>()]
                : Secrets(m.Value!)),
        JsonArray a => a.Where(i => i is not null).SelectMany(i => Secrets(i!)),
        _ => [],
    };

    private static void AssertComplete(JsonObject content, JsonTypeInfo type)
    {
        Assert.Equal(
            Members(type).Select(p => p.Name).Order(StringComparer.Ordinal), content.Select(m => m.Key).Order(StringComparer.Ordinal));
        foreach (JsonPropertyInfo member in Members(type))
        {
            Type element = member.PropertyType.IsGenericType && member.PropertyType.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
                ? member.PropertyType.GetGenericArguments()[0]
                : member.PropertyType;
            if (member.CustomConverter is null && Options.GetTypeInfo(element) is { Kind: JsonTypeInfoKind.Object } nested)
            {
                JsonNode[] values = content[member.Name] is JsonArray list ? [.. list!] : [content[member.Name]!];

                // Alternatives, such as wrapped or shared, are in one or the other.
                JsonObject union = [];
                foreach ((string name, JsonNode? value) in values.SelectMany(v => v.AsObject()))
                {
                    union[name] = value!.DeepClone();
                }

                if (element != typeof(KeyData) && element != typeof(PriorKey))
                {
                    AssertComplete(union, nested);
                }
            }
        }
    }

    // Properties that are not on the wire are known to the metadata, without a getter.
    private static IEnumerable<JsonPropertyInfo> Members(JsonTypeInfo type) => type.Properties.Where(p => p.Get is not null);

    private static byte[] Encode(MeshObject value)
    {
        using var buffer = new ErasingBuffer();
        SchemaJson.Write(buffer, value);
        return buffer.Written.ToArray();
    }

    private static JsonObject Content(string tag) => JsonNode.Parse(Encode(Samples.Of(tag)))![tag]!.AsObject();

    private static MeshObject Decode(string tag, JsonObject content) =>
        SchemaJson.Decode<MeshObject>(System.Text.Encoding.UTF8.GetBytes(new JsonObject { [tag] = content.DeepClone() }.ToJsonString()));

    private static void Malformed(string tag, JsonObject content) =>
        Assert.Equal(SchemaError.Malformed, Assert.Throws<SchemaException>(() => Decode(tag, content)).Code);
}
