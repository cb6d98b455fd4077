using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Catalogs as the sequences of sealing.json describe them.</summary>
internal static class VectorCatalog
{
    /// <summary>The true keys of the classes that the vectors use.</summary>
    public static string? PrimaryKey(string tag, JsonElement entry) => tag switch
    {
        "CatalogedBookmark" => entry.OptionalText("Uid"),
        "CatalogedDevice" => entry.OptionalText("DeviceUdf"),
        "CatalogedAccess" => entry.OptionalText("Id"),
        "CatalogedContact" => entry.OptionalText("Key"),
        _ => null,
    };

    public static EntryNaming Naming(JsonElement inputs) =>
        inputs.Text("Store") is "MMM_Access" or "MMM_Publication" ? EntryNaming.Plain : EntryNaming.Pseudonym(IndexKey(inputs, inputs.Text("Store")));

    public static SecretBytes IndexKey(JsonElement inputs, string label)
    {
        using KeySeed seed = KeySeed.Parse(inputs.Text("account_seed_udf"));
        return seed.DeriveSecret(KeyNames.StoreIndex(label), 32);
    }

    public static CatalogRules Rules(JsonElement inputs, params string[] keys) => new()
    {
        Naming = Naming(inputs),
        PrimaryKey = PrimaryKey,
        Keys = VectorKeys.Ring(keys.Length > 0 ? keys : [inputs.Text("store_key")]),
        Writers = VectorKeys.Policy(inputs),
        Administrators = SignerPolicy.AllOf(VectorKeys.Verifier("key-administrator")),
    };

    public static StoreHead Head(JsonElement inputs, string contentType = StoreHead.CatalogContentType)
    {
        JsonElement policy = inputs.GetProperty("Policy");
        return StoreHead.Create(
            new KnownRandom(inputs.Hex("Origin")),
            contentType,
            inputs.OptionalText("Store"),
            inputs.OptionalText("ProfileUdf"),
            policy.ValueKind == JsonValueKind.Null ? null : DarePolicy.Read(policy));
    }

    public static CatalogSealer Sealer(JsonElement inputs, KnownRandom random)
    {
        List<AgreementPublicKey> recipients = [VectorKeys.Recipient(inputs.Text("store_key"))];
        if (inputs.OptionalText("also_opens_with") is { } second)
        {
            recipients.Add(VectorKeys.Recipient(second));
        }

        bool signed = inputs.TryGetProperty("signers", out JsonElement signers);
        return new CatalogSealer(new EnvelopeSealer(random, new FixedTime(Vectors.Time("2026-01-02T03:04:05Z"))))
        {
            Naming = Naming(inputs),
            Recipients = recipients,
            Signers = signed ? [.. signers.EnumerateArray().Select(s => VectorKeys.Signer(s.GetString()!))] : [],
        };
    }
}
