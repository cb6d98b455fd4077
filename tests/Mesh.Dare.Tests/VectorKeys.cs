using System.Text.Json;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>The keys of sealing.json.</summary>
internal static class VectorKeys
{
    public static AgreementPrivateKey Agreement(string id) => AgreementPrivateKey.FromOctets(
        KeyAlgorithm.X448, PrivateKeyForm.Ordinary, Vectors.Sealing(id).Inputs().Hex("private"));

    public static AgreementPublicKey Recipient(string id) =>
        AgreementPublicKey.FromOctets(KeyAlgorithm.X448, Vectors.Sealing(id).Expected().Hex("public"));

    public static SignaturePrivateKey Signer(string id) => SignaturePrivateKey.FromOctets(
        KeyAlgorithm.Ed448, PrivateKeyForm.Ordinary, Vectors.Sealing(id).Inputs().Hex("private"));

    public static SignaturePublicKey Verifier(string id) =>
        SignaturePublicKey.FromOctets(KeyAlgorithm.Ed448, Vectors.Sealing(id).Expected().Hex("public"));

    public static Keyring Ring(params string[] ids)
    {
        var ring = new Keyring();
        foreach (string id in ids)
        {
            ring.Add(Agreement(id));
        }

        return ring;
    }

    /// <summary>All the signers that a vector names.</summary>
    public static SignerPolicy Policy(JsonElement inputs) => inputs.TryGetProperty("signers", out JsonElement signers)
        ? SignerPolicy.AllOf([.. signers.EnumerateArray().Select(s => Verifier(s.GetString()!))])
        : SignerPolicy.None;

    public static StorePlace? Place(JsonElement inputs) => inputs.TryGetProperty("place", out JsonElement place)
        ? new StorePlace(place.Hex("Origin"), place.GetProperty("Index").GetInt64())
        : null;
}
