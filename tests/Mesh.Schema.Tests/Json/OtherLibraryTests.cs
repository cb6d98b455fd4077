using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Schema.Tests;

/// <summary>Another library's classes, with members of this one, under the same rules: what Mesh.Protocol does.</summary>
public sealed class OtherLibraryTests
{
    private static readonly TaggedJson Codec = new(OtherContext.Default, [typeof(BindRequest)]);

    [Fact]
    public void Its_objects_are_read_and_written_under_the_same_rules()
    {
        var request = new BindRequest
        {
            AccountAddress = "alice@example.com",
            EnvelopedProfileAccount = World.Alice.Account.Envelope,
            Publication = (CatalogedPublication)Samples.Of("CatalogedPublication"),
            Key = KeyData.Of(World.Alice.AccountKeys.Encryption.Public),
            Digest = [1, 2, 3],
            When = World.Start,
        };
        byte[] json = Codec.Encode(request);
        string text = System.Text.Encoding.UTF8.GetString(json);
        Assert.StartsWith("{\"BindRequest\":{\"AccountAddress\":\"alice@example.com\",\"EnvelopedProfileAccount\":[{\"EnvelopeId\":", text, StringComparison.Ordinal);
        Assert.Contains("\"Digest\":\"AQID\",\"When\":\"2026-01-02T03:04:05Z\"}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Names", text, StringComparison.Ordinal);
        BindRequest read = Codec.Decode<BindRequest>(json);
        Assert.Equal(json, Codec.Encode(read));
        Assert.Equal(World.Alice.Account.Value.Udf, ProfileValidator.Validate(read.EnvelopedProfileAccount).Value.Udf);
        Assert.Empty(read.Names);
    }

    [Theory]
    [InlineData("{\"BindRequest\":{}}")]
    [InlineData("{\"BindRequest\":{\"AccountAddress\":\"a\",\"EnvelopedProfileAccount\":[]}}")]
    [InlineData("{\"BindRequest\":{\"AccountAddress\":\"a\",\"EnvelopedProfileAccount\":[{},\"\"],\"Names\":[null]}}")]
    [InlineData("{\"BindRequest\":{\"AccountAddress\":\"a\",\"EnvelopedProfileAccount\":[{},\"\"],\"Key\":{\"PublicParameters\":{\"PublicKeyRSA\":{}}}}}")]
    public void Refusals_are_of_the_same_kind(string json) => Assert.Equal(
        SchemaError.Malformed,
        Assert.Throws<SchemaException>(() => Codec.Decode<BindRequest>(System.Text.Encoding.UTF8.GetBytes(json))).Code);
}

internal sealed record BindRequest
{
    public required string AccountAddress { get; init; }

    public required Enveloped<ProfileUser> EnvelopedProfileAccount { get; init; }

    public ImmutableArray<string> Names { get => field.IsDefault ? [] : field; init; }

    public CatalogedPublication? Publication { get; init; }

    public KeyData? Key { get; init; }

    public byte[]? Digest { get; init; }

    public DateTimeOffset? When { get; init; }
}

[JsonSerializable(typeof(BindRequest))]
internal sealed partial class OtherContext : JsonSerializerContext;
