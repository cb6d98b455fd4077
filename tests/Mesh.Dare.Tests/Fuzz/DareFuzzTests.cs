using System.Text.Json;

namespace Mesh.Dare.Tests;

/// <summary>The targets of the fuzzer on 10,000 changed vectors each.</summary>
public class DareFuzzTests
{
    private delegate void Target(ReadOnlySpan<byte> input);

    [Fact]
    public void Changed_envelopes_give_an_envelope_or_the_exception_of_this_library() =>
        Mutate("envelopes", Envelopes(), EnvelopeFuzz.Run);

    [Fact]
    public void Changed_files_give_an_envelope_or_the_exception_of_this_library() => Mutate("files", Files(), EnvelopeFileFuzz.Run);

    [Fact]
    public void Changed_headers_give_a_header_or_the_exception_of_this_library() => Mutate("headers", Headers(), HeaderFuzz.Run);

    [Fact]
    public void Changed_stores_give_a_store_or_the_exception_of_this_library() => Mutate("stores", Stores(), StoreFuzz.Run);

    [Fact]
    public void Changed_archives_of_others_are_listed_or_refused() => Mutate("published", Stores(), PublishedFuzz.Run);

    [Fact]
    public void Changed_notes_give_a_text_or_the_exception_of_this_library() => Mutate(
        "notes",
        [[.. "text\n\n— name AAAAAAAAAAAA\n"u8], [.. "a\n\nb\n\n— name AAAAAAAAAAAA\n— name AAAAAAAA\n"u8]],
        NoteFuzz.Run);

    [Fact]
    public void Changed_derivations_give_a_derivation_or_the_exception_of_this_library() => Mutate(
        "derivations",
        [[.. "scrypt$ln=17,r=8,p=1$AAECAwQFBgcICQoLDA0ODw"u8], [.. "scrypt$ln=18,r=8,p=4$_____________________w"u8]],
        PassphraseFuzz.Run);

    private static void Mutate(string name, List<byte[]> valid, Target target)
    {
        Assert.NotEmpty(valid);
        valid.ForEach(v => target(v));
        var random = new SeededRandom("dare fuzz " + name);
        for (int i = 0; i < 10_000; i++)
        {
            target(Mutator.Of(valid[random.Next(valid.Count)], random));
        }
    }

    private static List<byte[]> Envelopes() =>
    [
        .. Vectors.SealingOf("envelope", "envelope-symmetric", "signature-signed-data", "signature-plain-manifest")
            .Select(v => v.Expected().Utf8("envelope")),
        .. Vectors.DareOf("envelope-plain-eds", "envelope-encrypted-eds", "envelope-signed-encrypted", "catalog-entry")
            .Select(v => System.Text.Encoding.UTF8.GetBytes(v.Expected().GetProperty("envelope").GetRawText())),
    ];

    private static List<byte[]> Files() =>
    [
        .. Vectors.DareOf("envelope-file").Select(v => Convert.FromBase64String(v.Expected().Text("bytes"))),
        .. Vectors.SealingOf("envelope").Select(v => v.Expected().Utf8("envelope")),
        [.. "[{},"u8, 0x8C, 1, 0x61, 0x8D, 0, 2, 0x62, 0x63, 0x88, 0, .. ",{\"PayloadDigest\":\"AAAA\"}]"u8],
        "[{},\"AAEC\n AwQ\",{}]"u8.ToArray(),
    ];

    private static List<byte[]> Headers() =>
    [
        .. Vectors.SealingOf("sequence").SelectMany(v => v.Expected().GetProperty("frames").EnumerateArray())
            .SelectMany(f => new[] { f.Utf8("header"), f.Utf8("trailer"), f.OptionalUtf8("ContentMetaData") }),
        .. Vectors.DareOf("sequence-merkle").Where(v => v.Expected().TryGetProperty("headers", out _))
            .SelectMany(v => v.Expected().GetProperty("headers").EnumerateArray())
            .Select(h => System.Text.Encoding.UTF8.GetBytes(h.GetRawText())),
        Vectors.Sealing("eds-a256gcm-prefix-00").Expected().Hex("eds"),
    ];

    private static List<byte[]> Stores() =>
    [
        .. Vectors.SealingOf("sequence").Select(v => v.Expected().Hex("octets")),
        .. Vectors.DareOf("sequence-merkle", "sequence-chain", "catalog", "archive", "sequence-list")
            .Select(v => v.Expected().OptionalText("bytes")).OfType<string>().Select(Convert.FromBase64String).Where(b => b.Length < 6000),
    ];
}
