using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>Accounts whose profile key and seed are on no device (Mesh rulings 7 and 8).</summary>
public sealed class ProfileKeyTests
{
    private static AccountCreation Without(List<string> sheets) => new()
    {
        Escrow = new EscrowRequest(2, 3),
        KeepProfileKey = shares =>
        {
            sheets.AddRange(Enumerable.Range(0, 3).Select(shares!.Sheet));
            return false;
        },
    };

    private static RecoveredSecret Recover(IEnumerable<string> sheets)
    {
        using var shares = new CollectedShares();
        foreach (string line in sheets.SelectMany(s => s.Split('\n')))
        {
            shares.Add(line, "sheet");
        }

        return shares.Recover();
    }

    [Fact]
    [Requirement("ESC-01", "ESC-09")]
    public async Task The_shares_of_a_new_account_recover_its_seed()
    {
        using var world = new TestWorld("shares");
        List<string> sheets = [];
        AccountCreated created = await world.Machine("first").CreateAccountAsync(
            TestWorld.Address, Without(sheets) with { KeepProfileKey = s => { sheets.AddRange(Enumerable.Range(0, 3).Select(s!.Sheet)); return true; } });
        Assert.True(created.KeepsProfileKey);
        using RecoveredSecret secret = Recover(sheets[1..]);
        Assert.Equal(created.ProfileUdf, secret.AccountUdf);
        Assert.True(secret.IsSigned);
        using IssuedShares later = world.Machine("first").Account().Escrow(new EscrowRequest(3, 4));
        using RecoveredSecret again = Recover([later.Sheet(3), later.Sheet(1), later.Sheet(0)]);
        Assert.Equal(secret.RevealUdf(), again.RevealUdf());
    }

    [Fact]
    [Requirement("ESC-10")]
    public async Task Without_the_profile_key_neither_it_nor_the_seed_is_anywhere_on_the_device()
    {
        using var world = new TestWorld("purged");
        List<string> sheets = [];
        AccountCreated created = await world.Machine("first").CreateAccountAsync(TestWorld.Address, Without(sheets));
        Assert.False(created.KeepsProfileKey);
        MeshMachine machine = world.Machine("first");
        Assert.Equal(["admin", "web"], Assert.Single(machine.Accounts()).Roles);
        MeshAccount account = machine.Account();
        Assert.Equal(ClientError.NotAuthorised, Assert.Throws<ClientException>(() => account.Escrow(new EscrowRequest(2, 3))).Code);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(world.Folder("first"), "keys")), f => Path.GetFileName(f).StartsWith("account-", StringComparison.OrdinalIgnoreCase));

        // Nor in what the device can open of its entry, which the service keeps as well.
        using var parts = new MachineParts(new MachineOptions { Root = world.Folder("first"), Time = world.Clock, Random = world.Random });
        using Membership membership = parts.OpenMembership(created.ProfileUdf);
        Assert.Null(membership.ProfileSignature);
        Assert.NotNull(membership.Administrator);
        Assert.NotNull(membership.CommonEncryption);

        await account.AddCredentialAsync("site", "u", "p", synchronise: true);
        await account.SyncAsync(automatic: true);
        MeshAccount second = await world.JoinAsync(account, "second", Role.Web);
        Assert.Equal("u", second.GetCredential("site").Username);
        await Assert.ThrowsAsync<ClientException>(() => world.JoinAsync(account, "third", Role.Admin));
    }

    [Theory]
    [InlineData("bound")]
    [InlineData("decided")]
    [InlineData("activation")]
    [InlineData("log")]
    [InlineData("intent")]
    [InlineData("sent")]
    [InlineData("committed")]
    [InlineData("seed erased")]
    [Requirement("ESC-10")]
    public async Task A_creation_without_the_profile_key_that_dies_anywhere_is_finished_without_it(string step)
    {
        using var world = new TestWorld("purged " + step);
        List<string> sheets = [];
        await Assert.ThrowsAsync<ProcessDied>(() => world.Machine("first", dieAfter: step).CreateAccountAsync(TestWorld.Address, Without(sheets)));
        MeshMachine machine = world.Machine("first");
        AccountCreated created = await machine.CreateAccountAsync(TestWorld.Address, Without(sheets));
        Assert.True(created.Resumed);
        Assert.False(created.KeepsProfileKey);
        Assert.Equal(3, sheets.Count); // given once
        using RecoveredSecret secret = Recover(sheets);
        Assert.Equal(created.ProfileUdf, secret.AccountUdf);
        MeshAccount account = machine.Account();
        await account.SyncAsync(automatic: true);
        Assert.Equal(["admin", "web"], Assert.Single(account.Devices()).Roles);
        Assert.Equal(1, world.Account.Transactions);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(world.Folder("first"), "keys")), f => Path.GetFileName(f).StartsWith("account-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Shares_that_cannot_be_handed_over_end_the_creation_and_the_next_attempt_hands_them_over()
    {
        using var world = new TestWorld("no paper");
        await Assert.ThrowsAsync<ClientException>(() => world.Machine("first").CreateAccountAsync(
            TestWorld.Address,
            new AccountCreation { Escrow = new EscrowRequest(2, 3), KeepProfileKey = _ => throw new ClientException(ClientError.Storage, "no paper") }));
        List<string> sheets = [];
        AccountCreated created = await world.Machine("first").CreateAccountAsync(TestWorld.Address, Without(sheets));
        Assert.True(created.Resumed);
        using RecoveredSecret secret = Recover(sheets);
        Assert.Equal(created.ProfileUdf, secret.AccountUdf);
    }

    [Fact]
    [Requirement("DEV-03")]
    public async Task What_a_removal_had_to_leave_the_shares_finish_and_nothing_of_them_stays()
    {
        using var world = new TestWorld("rotate");
        List<string> sheets = [];
        AccountCreated created = await world.Machine("first").CreateAccountAsync(TestWorld.Address, Without(sheets));
        MeshAccount first = world.Machine("first").Account();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        MeshAccount third = await world.JoinAsync(first, "third", Role.Web);
        DeviceRemoved removed = await first.RemoveDeviceAsync("second", force: false);
        Assert.Contains("CommonEncryption", removed.RotationPending);
        Assert.Contains("MMM_Credential", removed.Rotated);
        Assert.False(removed.IsProfileKeyOnDevice);
        Assert.Equal(ClientError.NoDecryptionKey, (await Assert.ThrowsAsync<ClientException>(() => second.CheckRemovalAsync())).Code);
        SyncNotice notice = Assert.Single((await first.SyncAsync(automatic: true)).Notices, n => n.Kind == SyncNoticeKind.RotationPending);
        Assert.Contains("account rotate", notice.Text, StringComparison.Ordinal);

        string before = first.Info().Keys.Single(k => k.Name == "CommonEncryption").Udf;
        using (RecoveredSecret secret = Recover(sheets[..2]))
        {
            IReadOnlyList<SyncNotice> done = await first.RotateAsync(secret);
            Assert.Contains(done, n => n.Kind == SyncNoticeKind.RotationFinished);
            Assert.Empty(await first.RotateAsync(secret));
        }

        Assert.NotEqual(before, first.Info().Keys.Single(k => k.Name == "CommonEncryption").Udf);
        Assert.Empty(first.Status().RotationPending);
        await third.SyncAsync(automatic: true);
        Assert.Equal(first.Info().Keys, third.Info().Keys);
        await third.AddCredentialAsync("after", "u", "p", synchronise: true);
        await first.SyncAsync(automatic: true);
        Assert.Equal("u", first.GetCredential("after").Username);
        using var parts = new MachineParts(new MachineOptions { Root = world.Folder("first"), Time = world.Clock, Random = world.Random });
        using Membership membership = parts.OpenMembership(created.ProfileUdf);
        Assert.Null(membership.ProfileSignature);
    }

    [Fact]
    public async Task The_shares_of_another_account_rotate_nothing()
    {
        using var world = new TestWorld("other shares");
        using var other = new TestWorld("others");
        List<string> sheets = [];
        await other.Machine("first").CreateAccountAsync(TestWorld.Address, Without(sheets));
        MeshAccount account = await world.CreateAsync();
        using RecoveredSecret secret = Recover(sheets);
        int before = world.Account.Transactions;
        Assert.Equal(ClientError.Verification, (await Assert.ThrowsAsync<ClientException>(() => account.RotateAsync(secret))).Code);
        Assert.Equal(before, world.Account.Transactions);
    }
}
