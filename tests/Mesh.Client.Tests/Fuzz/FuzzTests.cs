using Mesh.Keys;

namespace Mesh.Client.Tests;

/// <summary>The fuzz targets, briefly, on mutated valid octets.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void Bodies_of_entries_are_read_or_refused() => new Mutator("bodies", [.. Texts(
        """{"CatalogedCredential":{"Protocol":"https","Service":"example.com","Username":"alice","Password":"p"}}""",
        """{"CatalogedCredential":{"Labels":["a"],"Service":"example.com","EnvelopedCheckpoint":[{"dig":"S512"},"e30",{"signatures":[]}]}}""",
        """{"RotationPending":{"DeviceUdf":"MAAA","Removed":"2026-01-02T03:04:05Z","Keys":["CommonEncryption"]}}""",
        """{"CatalogedAccess":{"Capability":{"CapabilityStoreKey":{"Id":"mmm/storekey/MMM_Task","KeyIdentifier":"MAAA"}}}}""")])
        .Run(i => EntryFuzz.Run(i), 3000);

    [Fact]
    public void Records_of_a_folder_are_read_or_said_to_be_damaged() => new Mutator("records", [.. Texts(
        """{"Address":"alice@example.com","ProfileUdf":"MAAA","DeviceUdf":"MBBB","ServiceUdf":"MCCC","Default":true,"State":"Connected","Roles":["web"]}""",
        """{"Address":"alice@example.com","ProfileUdf":"MAAA","DeviceUdf":"MBBB","ServiceUdf":"MCCC","State":"Pending","Pending":{"Profile":"AA","Service":"AA","Request":"AA","Acknowledge":"AA"}}""",
        """{"Label":"MMM_Credential","Key":":a","Body":"e30=","Base":3}""",
        """{"Profile":[{},"e30",{}],"Former":[],"Service":[{},"e30",{}],"Assignment":[{},"e30",{}],"Digest":"x","Device":{"CatalogedDevice":{"DeviceUdf":"MAAA"}}}""")])
        .Run(i => HomeFuzz.Run(i), 3000);

    [Fact]
    public void Recovery_sheets_are_read_or_refused()
    {
        var random = new SeededRandom("sheets");
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, random);
        using IssuedShares account = new SecretSharing(random, TimeProvider.System).Share(seed, 2, 3);
        using IssuedShares key = new SecretSharing(random, TimeProvider.System).Generate(16, 2, 2);
        new Mutator("sheets", [.. Texts(account.Sheet(0) + account.Sheet(2), key.Sheet(0) + key.Sheet(1), account.Sheet(0) + key.Sheet(1))])
            .Run(i => SheetFuzz.Run(i), 2000);
    }

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(System.Text.Encoding.UTF8.GetBytes);
}
