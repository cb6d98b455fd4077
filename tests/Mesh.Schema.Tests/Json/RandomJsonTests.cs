using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Schema.Tests;

/// <summary>Random JSON under every tag, built out of the schema's own member names and kinds of value.</summary>
public sealed class RandomJsonTests
{
    private static readonly string[] Names =
    [
        .. Samples.All.SelectMany(s => JsonNode.Parse(Text(s))![s.Tag]!.AsObject().Select(m => m.Key)).Distinct(), "Public", "crv", "Unheard",
    ];

    private static readonly string[] Tags = [.. SchemaJson.Codec.Classes.Select(c => c.Name), "PublicKeyECDH", "PrivateKeyECDH", "KeyShare", "Unheard"];

    private static Gen<JsonNode?> Leaf { get; } = Gen.OneOf(
        Gen.Constant<JsonNode?>(null),
        ArbMap.Default.GeneratorFor<bool>().Select(b => (JsonNode?)JsonValue.Create(b)),
        ArbMap.Default.GeneratorFor<long>().Select(n => (JsonNode?)JsonValue.Create(n)),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(n => (JsonNode?)JsonValue.Create(n.Get)),
        Gen.Elements("", "AQID", "2026-01-02T03:04:05Z", "MC76-AK7P-CEKP-ILKC-MEXU-EOIF-I6BF", "X448", "Accept", "web", "alice@example.com")
            .Select(t => (JsonNode?)JsonValue.Create(t)),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(t => (JsonNode?)JsonValue.Create(t.Get)));

    [Fact]
    public void Random_json_is_read_or_refused_and_nothing_else() => Prop.ForAll(
        Arb.From(Gen.Sized(size => Tagged(Math.Min(size, 6)))),
        json =>
        {
            try
            {
                (SchemaJson.Decode<MeshObject>(System.Text.Encoding.UTF8.GetBytes(json)) as IDisposable)?.Dispose();
            }
            catch (SchemaException e)
            {
                return e.Code is SchemaError.Malformed or SchemaError.UnknownType or SchemaError.UnexpectedType or SchemaError.RuleBroken
                    or SchemaError.KeyInvalid;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Contacts_come_back_as_they_went() => Prop.ForAll(
        ArbMap.Default.ArbFor<(NonNull<string>, NonNull<string>, bool?, NormalFloat, byte[])>(),
        v =>
        {
            string name = Legible(v.Item1.Get);
            var contact = new CatalogedContact
            {
                Key = Legible(v.Item2.Get),
                Self = v.Item3,
                Contact = new ContactPerson
                {
                    CommonNames = [new PersonName { FullName = name, Middle = [name, ""] }],
                    Locations = [new Location { Latitude = v.Item4.Get }],
                    Sources = [new TaggedSource { BinarySource = v.Item5 }],
                },
            };
            CatalogedContact read = SchemaJson.Decode<CatalogedContact>(SchemaJson.Encode(contact));
            var person = (ContactPerson)read.Contact;
            return read.Key == contact.Key && read.Self == contact.Self && person.CommonNames[0].FullName == name
                && person.CommonNames[0].Middle.SequenceEqual([name, ""]) && person.Locations[0].Latitude!.Value.Equals(v.Item4.Get)
                && (v.Item5 ?? []).SequenceEqual(person.Sources[0].BinarySource ?? []);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static string Text(MeshObject value)
    {
        using var buffer = new ErasingBuffer();
        SchemaJson.Write(buffer, value);
        return System.Text.Encoding.UTF8.GetString(buffer.Written);
    }

    // JSON has no way to carry half of a surrogate pair.
    private static string Legible(string text) => string.Concat(text.Where(c => !char.IsSurrogate(c)));

    private static Gen<string> Tagged(int depth) =>
        from tag in Gen.Elements(Tags)
        from content in Members(depth)
        select new JsonObject { [tag] = content }.ToJsonString();

    private static Gen<JsonNode?> Value(int depth) => depth <= 0
        ? Leaf
        : Gen.OneOf(
            Leaf,
            Members(depth - 1),
            from tag in Gen.Elements(Tags) from content in Members(depth - 1) select (JsonNode?)new JsonObject { [tag] = content },
            Value(depth / 2).ListOf(2).Select(items => (JsonNode?)new JsonArray([.. items])));

    private static Gen<JsonNode?> Members(int depth) =>
        from names in Gen.SubListOf(Names).Select(n => n.Take(6).ToArray())
        from values in Value(depth / 2).ListOf(names.Length)
        select (JsonNode?)new JsonObject(names.Zip(values, KeyValuePair.Create));
}
