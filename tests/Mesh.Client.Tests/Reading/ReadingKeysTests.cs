using Mesh.Cryptography;
using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>The keys for reading that are kept beside the membership: what they hold for, and what ends them.</summary>
public sealed class ReadingKeysTests
{
    [Fact]
    public async Task They_are_kept_by_whoever_changes_something_and_hold_what_the_membership_gives()
    {
        using var world = new TestWorld("kept");
        MeshAccount first = await world.CreateAsync();
        await first.SyncAsync(automatic: false);
        Assert.True(world.Holds("first", first));
        using MachineParts parts = world.Parts("first");
        using ReadingKeys reading = parts.OpenReading(first.ProfileUdf);
        using Membership membership = parts.OpenMembership(first.ProfileUdf);
        Assert.Equal(membership.Administrators.Select(k => k.Kid), reading.Administrators().Select(k => k.Kid));
        Assert.Equal(membership.Signers.Select(k => k.Kid), reading.Signers().Select(k => k.Kid));
        foreach (Mesh.Keys.AgreementPrivateKey key in membership.AccountKeyring.All)
        {
            Assert.Equal(key.Public, reading.Account.Find(key.Kid)!.Public);
            Assert.Equal(key.Public, reading.Account.Find(key.Kid.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal))!.Public);
        }

        Assert.Null(reading.Account.Find(membership.AccessEncrypt.Kid));
        foreach (StoreDescription store in StoreTable.All)
        {
            StoreReading? expected = membership.Reading(store.Label);
            StoreReading? kept = reading.Store(store.Label);
            Assert.Equal(expected is null, kept is null);
            if (expected is not null)
            {
                Assert.Equal(expected.Naming.NameOf("key"), kept!.Naming.NameOf("key"));
                Assert.Equal(expected.IsSigned, kept.IsSigned);
                Assert.All(membership.StoreKeys(store.Label)!.All, k => Assert.Equal(k.Public, kept.Keys.Find(k.Kid)!.Public));
            }
        }
    }

    [Fact]
    public async Task They_hold_for_the_very_octets_of_membership_and_seed_that_they_were_made_from()
    {
        using var world = new TestWorld("bound");
        MeshAccount first = await world.CreateAsync();
        await first.SyncAsync(automatic: false);
        using MachineParts parts = world.Parts("first");
        using SecretBytes membership = parts.Keys.Load(KeyNamesOfMachine.Activation(first.ProfileUdf))!;
        byte[] other = membership.Reveal().ToArray();
        other[^3] ^= 1;
        Assert.False(world.Holds("first", first, membership: new SecretBytes(other)));

        string seedName = KeyNamesOfMachine.Device(UdfText.Canonical(first.Info().DeviceUdf));
        using SecretBytes seed = parts.Keys.Load(seedName)!;
        byte[] otherSeed = seed.Reveal().ToArray();
        otherSeed[^1] ^= 1;
        using (var changed = new SecretBytes(otherSeed))
        {
            parts.Keys.Save(seedName, changed);
        }

        Assert.False(world.Holds("first", first));
        parts.Keys.Erase(seedName);
        Assert.False(world.Holds("first", first));
        Assert.Equal(ClientError.Damaged, Assert.Throws<ClientException>(() => first.ListCredentials()).Code);
        parts.Keys.Save(seedName, seed);
        Assert.True(world.Holds("first", first));
        Assert.Empty(first.ListCredentials());
    }

    [Fact]
    public async Task Cut_or_lengthened_octets_and_another_version_do_not_hold()
    {
        using var world = new TestWorld("cut");
        MeshAccount first = await world.CreateAsync();
        await first.SyncAsync(automatic: false);
        using MachineParts parts = world.Parts("first");
        using SecretBytes kept = parts.Keys.Load(KeyNamesOfMachine.Reading(first.ProfileUdf))!;
        for (int length = 0; length < kept.Length; length++)
        {
            Assert.False(world.Holds("first", first, new SecretBytes(kept.Reveal()[..length])));
        }

        Assert.False(world.Holds("first", first, new SecretBytes([.. kept.Reveal(), 0])));
        foreach (int at in (int[])[0, 11, 12, 44])
        {
            byte[] changed = kept.Reveal().ToArray();
            changed[at] ^= 1;
            Assert.False(world.Holds("first", first, new SecretBytes(changed)));
        }

        Assert.True(world.Holds("first", first, kept.Clone()));
    }

    [Fact]
    public async Task They_hold_while_the_keys_of_the_connections_are_in_date()
    {
        using var world = new TestWorld("dates");
        MeshAccount first = await world.CreateAsync();
        await first.SyncAsync(automatic: false);
        using MachineParts parts = world.Parts("first");
        using SecretBytes kept = parts.Keys.Load(KeyNamesOfMachine.Reading(first.ProfileUdf))!;
        const int from = 8 + 4 + 32 + 32;
        byte[] dated = kept.Reveal().ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(dated.AsSpan(from), world.Clock.Now.UtcTicks);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(dated.AsSpan(from + 8), world.Clock.Now.UtcTicks + 2);
        DateTimeOffset start = world.Clock.Now;
        foreach ((long ticks, bool holds) in (ReadOnlySpan<(long, bool)>)[(-1, false), (0, true), (1, true), (2, false)])
        {
            world.Clock.Now = start.AddTicks(ticks);
            Assert.Equal(holds, world.Holds("first", first, new SecretBytes(dated)));
        }
    }

    [Fact]
    public async Task A_file_of_them_that_is_damaged_or_lost_costs_nothing_but_time()
    {
        using var world = new TestWorld("lost");
        MeshAccount first = await world.CreateAsync();
        await first.AddCredentialAsync("a", "u", "p", synchronise: true);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(world.Folder("first"), "keys"), "READING-*"));
        byte[] octets = await File.ReadAllBytesAsync(file);
        octets[^40] ^= 1;
        await File.WriteAllBytesAsync(file, octets);
        Assert.Equal("p", first.GetCredential("a").Password);
        File.Delete(file);
        Assert.Equal("p", first.GetCredential("a").Password);
        Assert.False(File.Exists(file)); // readers do not write
        await first.SyncAsync(automatic: false);
        Assert.True(world.Holds("first", first));
    }

    [Fact]
    public async Task They_follow_a_rotation()
    {
        using var world = new TestWorld("rotated");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        MeshAccount third = await world.JoinAsync(first, "third", Role.Web);
        await first.AddCredentialAsync("before", "u", "1", synchronise: true);
        await first.RemoveDeviceAsync("second", force: false);
        await first.AddCredentialAsync("after", "u", "2", synchronise: true);
        await third.SyncAsync(automatic: false);
        foreach ((string machine, MeshAccount account) in (ReadOnlySpan<(string, MeshAccount)>)[("first", first), ("third", third)])
        {
            Assert.True(world.Holds(machine, account));
            Assert.Equal("1", account.GetCredential("before").Password);
            Assert.Equal("2", account.GetCredential("after").Password);
        }

        Assert.NotNull(second);
    }

    [Fact]
    [Requirement("DEV-03")]
    public async Task A_removal_erases_them_and_alone_they_open_nothing()
    {
        using var world = new TestWorld("erased");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        await first.AddCredentialAsync("a", "u", "p", synchronise: true);
        await second.SyncAsync(automatic: false);
        Assert.Equal("p", second.GetCredential("a").Password);
        using MachineParts parts = world.Parts("second");
        using SecretBytes kept = parts.Keys.Load(KeyNamesOfMachine.Reading(second.ProfileUdf))!;
        await first.RemoveDeviceAsync("second", force: false);
        await Assert.ThrowsAsync<ClientException>(() => second.SyncAsync(automatic: false));
        Assert.Null(parts.Keys.Load(KeyNamesOfMachine.Reading(second.ProfileUdf)));
        RefusesToRead(second);
        parts.Keys.Save(KeyNamesOfMachine.Reading(second.ProfileUdf), kept);
        RefusesToRead(second);
    }

    private static void RefusesToRead(MeshAccount account)
    {
        foreach (Action read in (Action[])[() => account.GetCredential("a"), () => account.ListCredentials(), () => account.Status()])
        {
            ClientException e = Assert.Throws<ClientException>(read);
            Assert.Equal((ClientError.NoDecryptionKey, "No decryption key is available"), (e.Code, e.Message));
        }
    }
}
