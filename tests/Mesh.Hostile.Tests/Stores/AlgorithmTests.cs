using System.Text.Json.Nodes;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>Which algorithms stand behind everything that an account has at its provider.</summary>
public sealed class AlgorithmTests
{
    [Fact]
    [Requirement("CRY-01")]
    public async Task Everything_is_sealed_signed_and_digested_at_the_full_work_factor()
    {
        await using Stage stage = await Stage.OpenAsync("algorithms");
        int sealedCount = 0;
        int signedCount = 0;
        foreach (StoreDescription store in StoreTable.All.Where(s => s.Label != Schema.StoreLabel.Outbound))
        {
            foreach (UnverifiedEnvelope entry in (await stage.Provider.EntriesAsync(Template.Alice, store.Label)).Skip(1))
            {
                sealedCount++;
                Assert.Equal("A256GCM", entry.Header.EncryptionAlgorithm);
                Assert.Equal(64, entry.Trailer.PayloadDigest!.Value.Length);
                Assert.All(entry.Header.Recipients!, r => Assert.Equal(40, Wrapped(entry, r.KeyIdentifier).Length)); // RFC 3394: a key of 256 bits
                foreach (DareSignature signature in entry.Trailer.Signatures)
                {
                    signedCount++;
                    Assert.Equal("ED448", signature.Algorithm);
                    Assert.Equal(114, signature.Value!.Value.Length);
                }
            }
        }

        Assert.True(sealedCount > 20 && signedCount > 10, $"{sealedCount} sealed, {signedCount} signed");
        ProfileUser profile = stage.Provider.Accounts.Find(Template.Alice)!.Profile.Value;
        Assert.All(profile.Keys.Where(k => k.Key?.PublicParameters is not null), k => Assert.Contains(
            k.Key!.PublicParameters!.Algorithm, (KeyAlgorithm[])[KeyAlgorithm.X448, KeyAlgorithm.Ed448]));
    }

    private static byte[] Wrapped(UnverifiedEnvelope entry, string kid) => Base64UrlText.Decode(
        JsonNode.Parse(entry.ToJson())![0]!["recipients"]!.AsArray().Single(r => (string)r!["kid"]! == kid)!["wmk"]!.GetValue<string>());
}
