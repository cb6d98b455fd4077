using System.Security.Cryptography;
using System.Text.Json;

namespace Mesh.Cryptography.Tests.Symmetric;

/// <summary>
/// What this project takes from the platform and does not compute itself, on the Wycheproof cases: key derivation, message authentication,
/// CBC and padded key wrap. A platform that fails one of them is not fit for the rest.
/// </summary>
public class PlatformTests
{
    private static readonly (string File, HashAlgorithmName Hash)[] KeyDerivations =
    [
        ("hkdf_sha1_test.json", HashAlgorithmName.SHA1),
        ("hkdf_sha256_test.json", HashAlgorithmName.SHA256),
        ("hkdf_sha384_test.json", HashAlgorithmName.SHA384),
        ("hkdf_sha512_test.json", HashAlgorithmName.SHA512),
    ];

    private static readonly (string File, HashAlgorithmName Hash)[] Authentications =
    [
        ("hmac_sha1_test.json", HashAlgorithmName.SHA1),
        ("hmac_sha256_test.json", HashAlgorithmName.SHA256),
        ("hmac_sha384_test.json", HashAlgorithmName.SHA384),
        ("hmac_sha512_test.json", HashAlgorithmName.SHA512),
        ("hmac_sha3_256_test.json", HashAlgorithmName.SHA3_256),
        ("hmac_sha3_512_test.json", HashAlgorithmName.SHA3_512),
    ];

    [ThirdPartyFact("wycheproof/hkdf_sha512_test.json")]
    public void Key_derivation_is_as_every_case_says()
    {
        foreach ((string file, HashAlgorithmName hash) in KeyDerivations)
        {
            ForEach(file, (_, test, name) =>
            {
                byte[]? derived = OrNull(() => HKDF.DeriveKey(hash, test.Hex("ikm"), test.GetProperty("size").GetInt32(), test.Hex("salt"), test.Hex("info")));
                Assert.True(IsValid(test) ? test.Hex("okm").AsSpan().SequenceEqual(derived) : derived is null, name);
            });
        }
    }

    [ThirdPartyFact("wycheproof/hmac_sha512_test.json")]
    public void Message_authentication_is_as_every_case_says()
    {
        foreach ((string file, HashAlgorithmName hash) in Authentications.Where(a => HMACSHA3_256.IsSupported || !a.Hash.Name!.StartsWith("SHA3", StringComparison.Ordinal)))
        {
            ForEach(file, (group, test, name) =>
            {
                int size = group.GetProperty("tagSize").GetInt32() / 8;
                byte[] tag = CryptographicOperations.HmacData(hash, test.Hex("key"), test.Hex("msg"))[..size];
                Assert.True(IsValid(test) == tag.AsSpan().SequenceEqual(test.Hex("tag")), name);
            });
        }
    }

    [ThirdPartyFact("wycheproof/aes_cbc_pkcs5_test.json")]
    public void Cbc_is_as_every_case_says() => ForEach("aes_cbc_pkcs5_test.json", (_, test, name) =>
    {
        using var aes = Aes.Create();
        aes.Key = test.Hex("key");
        byte[]? opened = OrNull(() => aes.DecryptCbc(test.Hex("ct"), test.Hex("iv")));
        Assert.True(IsValid(test) ? test.Hex("msg").AsSpan().SequenceEqual(opened) : opened is null, name);
        if (IsValid(test))
        {
            Assert.True(test.Hex("ct").AsSpan().SequenceEqual(aes.EncryptCbc(test.Hex("msg"), test.Hex("iv"))), name);
        }
    });

    [ThirdPartyFact("wycheproof/aes_kwp_test.json")]
    public void Padded_key_wrap_is_as_every_case_says() => ForEach("aes_kwp_test.json", (_, test, name) =>
    {
        using var aes = Aes.Create();
        aes.Key = test.Hex("key");
        byte[]? opened = OrNull(() => aes.DecryptKeyWrapPadded(test.Hex("ct")));

        // "acceptable" are wraps of short keys, which an implementation may refuse.
        bool matches = test.Hex("msg").AsSpan().SequenceEqual(opened);
        Assert.True(IsValid(test) ? matches : opened is null || (matches && test.Text("result") == "acceptable"), name);
        if (IsValid(test))
        {
            Assert.True(test.Hex("ct").AsSpan().SequenceEqual(aes.EncryptKeyWrapPadded(test.Hex("msg"))), name);
        }
    });

    private static void ForEach(string file, Action<JsonElement, JsonElement, string> check)
    {
        int cases = 0;
        foreach (JsonElement group in Vectors.Wycheproof(file))
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                cases++;
                check(group, test, $"{file}, tcId {test.GetProperty("tcId")}");
            }
        }

        Assert.True(cases > 80);
    }

    private static bool IsValid(JsonElement test) => test.Text("result") == "valid";

    private static byte[]? OrNull(Func<byte[]> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
