using System.Text.Json;
using Mesh.Dare;
using Mesh.Schema;

namespace Mesh.EndToEnd.Tests;

/// <summary>What somebody finds who reads the disks: the provider's, and of the devices everything but their key stores.</summary>
[Collection(DrillGroup.Name)]
public sealed class ProviderDiskTests(PlayedDrill played)
{
    private static readonly string[] Devices = ["laptop", "laptop-before", "phone", "tablet", "watch"];

    private const int PseudonymLength = 34; // 140 bits: 28 characters of Base32 and 6 dashes

    // Everything that stands in clear beside a sealed body.
    private static readonly string[] HeaderMembers =
    [
        "ContentMetaData", "ContentMetaData.Created", "ContentMetaData.Event", "ContentMetaData.Index", "ContentMetaData.MessageType",
        "ContentMetaData.Origin", "ContentMetaData.UniqueId", "ContentMetaData.cty", "EnvelopeId", "KeyCommit", "Received", "Salt", "SequenceInfo",
        "dig", "enc", "kid", "recipients",
    ];

    private readonly Drill _drill = played.Drill;

    [Fact]
    [Requirement("SVC-01", "SVC-02", "DEV-24", "PIN-04")]
    public void Nothing_that_a_person_wrote_down_and_no_secret_of_a_device_ever_lay_on_the_providers_disk()
    {
        IReadOnlyCollection<Secret> secrets = [.. _drill.Texts, .. SecretsOfDevices()];
        Assert.True(secrets.Count > 250, $"{secrets.Count} secrets");
        var search = new SecretSearch(secrets);
        Assert.True(_drill.Disk.Seen.Count > 12, $"{_drill.Disk.Seen.Count} contents of files");
        Assert.All(_drill.Disk.Seen, file => Assert.True(search.Find(file.Octets).Count == 0, $"{file.Path}: {string.Join(", ", search.Find(file.Octets))}"));
        Assert.Empty(search.Find(TextEncoding.UTF8.GetBytes(_drill.Host.Log)));

        // Nor can it find any of it with its own keys.
        IReadOnlyList<byte[]> own = Loot.OfProvidersOwnRecords(_drill);
        using var hoard = new Hoard();
        hoard.TakeProvider(_drill.Host.Data, _drill.Laptop.ProfileUdf);
        byte[][] opened = [.. own, .. new BruteForce(hoard).Attack(Loot.OfProvider(_drill)).Select(o => o.Plaintext)];
        Assert.True(opened.Length > own.Count && own.Count > 20, $"{own.Count} records of its own, {opened.Length} plaintexts");
        Assert.All(opened, plaintext => Assert.Empty(search.Find(plaintext)));
    }

    [Fact]
    [Requirement("SVC-17")]
    public void What_the_provider_can_read_is_sealed_on_its_disk()
    {
        using var hoard = new Hoard();
        hoard.TakeProvider(_drill.Host.Data, _drill.Laptop.ProfileUdf);
        Secret[] readable =
        [
            .. hoard.Secrets,
            Secret.OfText("a right", Right.Transact),
            Secret.OfText("a right to a store", Right.For(Right.Download, StoreLabel.Credential)),
            Secret.OfText("the account's address", Drill.Address),
        ];
        var search = new SecretSearch(readable);
        Assert.Contains("a right", new BruteForce(hoard).Attack(Loot.OfProvider(_drill)).SelectMany(o => search.Find(o.Plaintext)));
        Assert.Contains("the account's address", Loot.OfProvidersOwnRecords(_drill).SelectMany(r => search.Find(r)));
        Assert.All(
            _drill.Disk.Seen.Where(f => !f.Path.StartsWith("keys/", StringComparison.Ordinal)),
            file => Assert.True(search.Find(file.Octets).Count == 0, $"{file.Path}: {string.Join(", ", search.Find(file.Octets))}"));
    }

    [Fact]
    [Requirement("SVC-16")]
    public void What_stands_in_clear_beside_sealed_bodies_is_a_short_list()
    {
        var members = new SortedSet<string>(StringComparer.Ordinal);
        SealedThing[] things = [.. Loot.OfProvider(_drill).Where(t => t.Envelope.Header.IsEncrypted)];
        foreach (DareHeader header in things.Select(t => t.Envelope.Header))
        {
            members.UnionWith(Members(header.Octets, ""));
            members.UnionWith(Members(header.ContentMetaData, "ContentMetaData."));
        }

        Assert.Equal(HeaderMembers, members);

        // Names of entries are pseudonyms, all of one length, but where the provider reads them.
        Assert.All(
            things.Where(t => t.Store is StoreLabel.Credential or StoreLabel.Device),
            t => Assert.Equal(PseudonymLength, ContentMeta.Parse(t.Envelope.Header.ContentMetaData).UniqueId!.Length));
    }

    [Fact]
    [Requirement("DEV-24")]
    public void Outside_of_their_key_stores_devices_keep_no_secret_and_no_password_in_clear()
    {
        var search = new SecretSearch([.. _drill.Texts, .. SecretsOfDevices()]);
        foreach (string device in Devices)
        {
            var home = new FolderHistory(_drill.Home(device));
            home.Look();
            string[] outside = [.. home.Seen.Select(f => f.Path).Where(p => !IsForSecrets(p))];
            Assert.Contains(outside, p => p.StartsWith("accounts/", StringComparison.Ordinal));
            Assert.All(
                home.Seen.Where(f => !IsForSecrets(f.Path)),
                file => Assert.True(search.Find(file.Octets).Count == 0, $"{device}: {file.Path}: {string.Join(", ", search.Find(file.Octets))}"));

            // The same search finds what is in the key stores.
            Assert.NotEmpty(home.Seen.Where(f => IsForSecrets(f.Path)).SelectMany(f => search.Find(f.Octets)));
        }
    }

    private static bool IsForSecrets(string path) =>
        path.StartsWith("keys/", StringComparison.Ordinal) || path.StartsWith("run/", StringComparison.Ordinal);

    private static IEnumerable<string> Members(ReadOnlyMemory<byte> json, string prefix)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(m => prefix + m.Name)];
    }

    private List<Secret> SecretsOfDevices()
    {
        List<Secret> secrets = [];
        foreach (string device in Devices)
        {
            using var hoard = new Hoard();
            hoard.TakeHome(device, _drill.Options(device));
            secrets.AddRange(hoard.Secrets);
        }

        return secrets;
    }
}
