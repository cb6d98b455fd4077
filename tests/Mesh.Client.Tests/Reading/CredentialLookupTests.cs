using System.Security.Cryptography;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Schema;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Client.Tests;

/// <summary>One password opened alone: the same as by replay of all entries, and never from a log that somebody changed.</summary>
public sealed class CredentialLookupTests
{
    private static readonly string[] Sites = ["a", "b", "c", "d"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task It_gives_what_a_replay_gives_whatever_was_done_before(int seed)
    {
        using var world = new TestWorld($"lookup {seed}");
        var random = new SeededRandom($"lookup steps {seed}");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        (string Machine, MeshAccount Account)[] both = [("first", first), ("second", second)];
        int alone = 0;
        for (int step = 0; step < 25; step++)
        {
            MeshAccount account = both[random.Next(2)].Account;
            string site = Sites[random.Next(3)];
            bool known = account.ListCredentials(site).Count > 0;
            switch (random.Next(4))
            {
                case 0 when known:
                    await account.DeleteCredentialAsync(site, synchronise: random.Next(2) == 0);
                    break;
                case 1:
                    await account.SyncAsync(automatic: false);
                    break;
                default:
                    await account.AddCredentialAsync(site, "u", $"p{step}", synchronise: random.Next(2) == 0);
                    break;
            }

            foreach ((string machine, MeshAccount reader) in both)
            {
                alone += Compare(world, machine, reader);
            }
        }

        Assert.True(alone > 50, $"opened alone: {alone}");
    }

    [Fact]
    public async Task The_entry_without_a_protocol_is_the_one_of_a_site_and_others_are_found_as_well()
    {
        using var world = new TestWorld("protocols");
        MeshAccount first = await world.CreateAsync();
        await PutAsync(world, "9p", "a", "by 9p");
        await PutAsync(world, "https", "b", "by https");
        Assert.Equal("by 9p", first.GetCredential("a").Password);
        await first.AddCredentialAsync("a", "u", "plain", synchronise: false);
        Assert.Equal("plain", first.GetCredential("a").Password);
        Assert.Equal("by https", first.GetCredential("b").Password);
        Assert.Equal(ClientError.NotFound, Assert.Throws<ClientException>(() => first.GetCredential("https:b")).Code);
        await first.SyncAsync(automatic: false);
        Assert.Equal("plain", first.GetCredential("a").Password);
        await first.DeleteCredentialAsync("a", synchronise: true);
        Assert.Equal("by 9p", first.GetCredential("a").Password);
    }

    [Fact]
    public async Task An_entry_that_the_provider_slips_in_under_the_name_does_not_hide_the_password()
    {
        using var world = new TestWorld("slipped in");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        await first.AddCredentialAsync("a", "u", "p", synchronise: true);
        FakeStore store = world.Account.Stores[StoreLabel.Credential];
        UnverifiedEnvelope genuine = store.Envelopes[^1];
        ContentMeta meta = ContentMeta.Parse(genuine.Header.ContentMetaData) with { Index = store.Envelopes.Count, Event = CatalogEvents.Update };
        DareHeader header = genuine.Header;
        store.Add(new UnverifiedEnvelope(
            new DareHeader
            {
                DigestAlgorithm = header.DigestAlgorithm,
                EncryptionAlgorithm = header.EncryptionAlgorithm,
                KeyIdentifier = header.KeyIdentifier,
                Salt = header.Salt,
                KeyCommit = header.KeyCommit,
                Recipients = header.Recipients,
                ContentMetaData = meta.ToOctets(),
            },
            genuine.Body,
            genuine.Trailer));
        await second.SyncAsync(automatic: false);
        Assert.Equal("p", second.GetCredential("a").Password);
        Assert.Equal(0, Compare(world, "second", second));
    }

    [Fact]
    public async Task A_log_with_a_changed_octet_is_refused()
    {
        using var world = new TestWorld("flipped");
        MeshAccount first = await MadeAsync(world);
        string log = world.LogFile("first", first);
        byte[] octets = await File.ReadAllBytesAsync(log);
        FrameLayout frame = Frame(octets, BodyOf(octets, "new"));
        octets[frame.BodyStart + frame.BodyLength - 40] ^= 1;
        await File.WriteAllBytesAsync(log, octets);
        Assert.Equal(ClientError.Damaged, Assert.Throws<ClientException>(() => first.GetCredential("a")).Code);
        Assert.Equal(ClientError.Damaged, Assert.Throws<ClientException>(() => first.GetCredential("a")).Code); // also without the side file, which is gone
    }

    [Fact]
    public async Task An_entry_exchanged_under_a_digest_computed_anew_is_refused_and_gives_no_older_password()
    {
        using var world = new TestWorld("exchanged");
        MeshAccount first = await MadeAsync(world);
        string log = world.LogFile("first", first);
        byte[] octets = await File.ReadAllBytesAsync(log);
        FrameLayout frame = Frame(octets, BodyOf(octets, "new"));
        octets[BodyOf(octets, "new")] ^= 1;
        await RewriteAsync(log, octets, frame);
        Assert.Equal(ClientError.Verification, Assert.Throws<ClientException>(() => first.GetCredential("a")).Code);
        File.Delete(log + ".side");
        Assert.Equal(ClientError.Verification, Assert.Throws<ClientException>(() => first.GetCredential("a")).Code);
    }

    [Fact]
    public async Task An_entry_made_to_look_erased_is_refused_and_does_not_vanish()
    {
        using var world = new TestWorld("looks erased");
        MeshAccount first = await MadeAsync(world);
        string log = world.LogFile("first", first);
        byte[] octets = await File.ReadAllBytesAsync(log);
        int body = BodyOf(octets, "new");
        FrameLayout frame = Frame(octets, body);
        int salt = octets.AsSpan(..body).LastIndexOf("\"Salt\":\""u8) + 8;
        octets.AsSpan(salt, octets.AsSpan(salt).IndexOf((byte)'"')).Fill((byte)'A');
        await RewriteAsync(log, octets, frame);
        Assert.Equal(ClientError.Verification, Assert.Throws<ClientException>(() => first.ListCredentials()).Code);
        Assert.Equal(ClientError.Verification, Assert.Throws<ClientException>(() => first.GetCredential("a")).Code);
        File.Delete(log + ".side");
        Assert.Equal(ClientError.Damaged, Assert.Throws<ClientException>(() => first.GetCredential("a")).Code);
    }

    [Fact]
    [Requirement("SVC-09")]
    public async Task A_log_that_went_back_is_refused_until_it_is_synchronised()
    {
        using var world = new TestWorld("went back");
        MeshAccount first = await world.CreateAsync();
        await first.AddCredentialAsync("a", "u", "old", synchronise: true);
        string log = world.LogFile("first", first);
        (byte[] octets, byte[] side) = (await File.ReadAllBytesAsync(log), await File.ReadAllBytesAsync(log + ".side"));
        await first.AddCredentialAsync("a", "u", "new", synchronise: true);
        await File.WriteAllBytesAsync(log, octets);
        await File.WriteAllBytesAsync(log + ".side", side);
        foreach (Action read in (Action[])[() => first.GetCredential("a"), () => first.ListCredentials()])
        {
            ClientException e = Assert.Throws<ClientException>(read);
            Assert.Equal(ClientError.Damaged, e.Code);
            Assert.Contains("Synchronise", e.Message, StringComparison.Ordinal);
        }

        await first.SyncAsync(automatic: false);
        Assert.Equal("new", first.GetCredential("a").Password);
    }

    [Fact]
    public async Task A_side_file_that_others_made_is_not_believed()
    {
        using var world = new TestWorld("side file");
        MeshAccount first = await MadeAsync(world);
        using MachineParts parts = world.Parts("first");
        using (Membership membership = parts.OpenMembership(first.ProfileUdf))
        {
            string name = membership.Reading(StoreLabel.Credential)!.Naming.NameOf(":a");
            string side = world.LogFile("first", first) + ".side";
            byte[] octets = await File.ReadAllBytesAsync(side);
            int at = octets.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(name)) + name.Length;
            long latest = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(octets.AsSpan(at));
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(octets.AsSpan(at), latest - 1);
            SHA256.HashData(octets.AsSpan(..^32), octets.AsSpan(^32..));
            await File.WriteAllBytesAsync(side, octets);
        }

        Assert.Equal("new", first.GetCredential("a").Password);
    }

    private static async Task<MeshAccount> MadeAsync(TestWorld world)
    {
        MeshAccount first = await world.CreateAsync();
        await first.AddCredentialAsync("a", "u", "old", synchronise: true);
        await first.AddCredentialAsync("a", "u", "new", synchronise: true);
        Assert.Equal("new", first.GetCredential("a").Password);
        return first;
    }

    // The last entry of the credential store, wherever it stands in the log: its body begins there.
    private static int BodyOf(byte[] log, string which)
    {
        int last = log.AsSpan().LastIndexOf("MMM_Credential"u8);
        Assert.Equal("new", which);
        var store = new FrameReader(new MemoryOctetsOf(log.AsMemory(last + 14 + 4)));
        return last + 14 + 4 + (int)store.At(0).BodyStart;
    }

    // As somebody who can write the file would: the digest of the outer frame fits again.
    private static Task RewriteAsync(string log, byte[] octets, FrameLayout frame)
    {
        Span<byte> body = octets.AsSpan((int)frame.BodyStart, (int)frame.BodyLength);
        System.Text.Encoding.ASCII.GetBytes(Base64UrlText.Encode(SHA256.HashData(body))).CopyTo(octets, (int)frame.TrailerStart + 18);
        return File.WriteAllBytesAsync(log, octets);
    }

    private static FrameLayout Frame(byte[] log, int holding) =>
        new FrameReader(new MemoryOctetsOf(log)).Forward().Single(f => f.Start <= holding && holding < f.End);

    private static async Task PutAsync(TestWorld world, string protocol, string site, string password)
    {
        using MachineParts parts = world.Parts("first");
        AccountSession session = await AccountSession.OpenAsync(parts, parts.Catalog.All()[0].ProfileUdf, CancellationToken.None);
        await using (session)
        {
            await CredentialBook.EditAsync(session, new Credential(protocol, site, "u", password), delete: false, CancellationToken.None);
        }
    }

    /// <returns>How many were opened alone.</returns>
    private static int Compare(TestWorld world, string machine, MeshAccount account)
    {
        using MachineParts parts = world.Parts(machine);
        using var view = new AccountView(parts, account.ProfileUdf);
        using Membership membership = parts.OpenMembership(account.ProfileUdf);
        IReadOnlyList<Credential> all = CredentialBook.All(Replica.Load(view.Log, membership, StoreLabel.Credential), view.Log);
        int alone = 0;
        foreach (string site in Sites)
        {
            Credential? expected = all.FirstOrDefault(c => c.Key == ":" + site);
            Credential? found = CredentialBook.Find(view, site);
            alone += found is null ? 0 : 1;
            Assert.Equal(expected, found ?? expected);
            Assert.True(expected is not null || found is null);
            Assert.Equal(expected, Try(() => account.GetCredential(site)));
        }

        return alone;
    }

    private static Credential? Try(Func<Credential> read)
    {
        try
        {
            return read();
        }
        catch (ClientException e) when (e.Code == ClientError.NotFound)
        {
            return null;
        }
    }

    private sealed class MemoryOctetsOf(ReadOnlyMemory<byte> octets) : IOctetSource
    {
        public long Length => octets.Length;

        public int Read(long offset, Span<byte> destination)
        {
            ReadOnlySpan<byte> rest = octets.Span[(int)offset..];
            int n = Math.Min(rest.Length, destination.Length);
            rest[..n].CopyTo(destination);
            return n;
        }
    }
}
