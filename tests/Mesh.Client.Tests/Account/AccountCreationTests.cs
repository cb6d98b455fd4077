namespace Mesh.Client.Tests;

/// <summary>Account creation, and creations that were cut short (Mesh protocol 6.1).</summary>
public sealed class AccountCreationTests
{
    [Fact]
    public async Task An_account_is_created_and_is_the_default()
    {
        using var world = new TestWorld("create");
        MeshMachine machine = world.Machine("first");
        AccountCreated created = await machine.CreateAccountAsync("Alice@Example.com", "mine");
        AccountSummary summary = Assert.Single(machine.Accounts());
        Assert.Equal(TestWorld.Address, created.Address);
        Assert.False(created.Resumed);
        Assert.Equal(created.ProfileUdf, summary.ProfileUdf);
        Assert.True(summary.IsDefault);
        Assert.Equal(AccountState.Connected, summary.State);
        Assert.Equal(["super", "admin", "web"], summary.Roles);
        MeshAccount account = machine.Account("mine");
        AccountStatus status = account.Status();
        Assert.Equal(10, status.Stores.Count);
        Assert.Equal(0, status.UnansweredRequests);
        Assert.Equal(created.DeviceUdf, account.Info().DeviceUdf);
        Assert.True(Assert.Single(account.Devices()).IsThisDevice);
        SyncReport report = await account.SyncAsync(automatic: true);
        Assert.Empty(report.Notices);
        Assert.Equal(3, report.Fetched); // frame 0 of the spools
        Assert.Equal(13, account.Status().Stores.Count);
    }

    [Theory]
    [InlineData("device seed")]
    [InlineData("account seed")]
    [InlineData("account record")]
    [InlineData("bound")]
    [InlineData("activation")]
    [InlineData("log")]
    [InlineData("intent")]
    [InlineData("sent")]
    [InlineData("committed")]
    public async Task A_creation_that_dies_after_any_step_is_finished_by_the_next_attempt(string step)
    {
        using var world = new TestWorld("create " + step);
        await Assert.ThrowsAsync<ProcessDied>(() => world.Machine("first", dieAfter: step).CreateAccountAsync(TestWorld.Address));
        MeshMachine machine = world.Machine("first");
        AccountCreated created = await machine.CreateAccountAsync(TestWorld.Address);
        Assert.Equal(step is not ("device seed" or "account seed"), created.Resumed);
        MeshAccount account = machine.Account();
        await account.SyncAsync(automatic: true);
        Assert.Single(account.Devices());
        Assert.Equal(1, world.Account.Transactions);
        Assert.Equal(created.ProfileUdf, world.Account.Profile.Value.Udf);
    }

    [Theory]
    [InlineData("intent")]
    [InlineData("sent")]
    public async Task A_creation_that_is_taken_up_again_after_days_is_finished_whether_the_service_had_carried_it_out_or_not(string step)
    {
        using var world = new TestWorld("days " + step);
        await Assert.ThrowsAsync<ProcessDied>(() => world.Machine("first", dieAfter: step).CreateAccountAsync(TestWorld.Address));
        world.Clock.Now += TimeSpan.FromDays(3);
        MeshMachine machine = world.Machine("first");
        Assert.True((await machine.CreateAccountAsync(TestWorld.Address)).Resumed);
        Assert.Empty((await machine.Account().SyncAsync(automatic: true)).Notices);
        Assert.Equal(0, machine.Account().Status().UnansweredRequests);
        Assert.Equal(1, world.Account.Transactions);
    }

    [Fact]
    public async Task An_address_that_belongs_to_somebody_else_is_refused_and_leaves_nothing()
    {
        using var world = new TestWorld("taken");
        await world.CreateAsync();
        MeshMachine other = world.Machine("other");
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => other.CreateAccountAsync(TestWorld.Address));
        Assert.Equal(ClientError.AccountExists, e.Code);
        Assert.Empty(other.Accounts());
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(world.Folder("other"), "keys")), f => f.Contains("account", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Without_a_service_nothing_is_created()
    {
        using var world = new TestWorld("down");
        world.Provider.IsDown = true;
        MeshMachine machine = world.Machine("first");
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => machine.CreateAccountAsync(TestWorld.Address));
        Assert.Equal(ClientError.Unreachable, e.Code);
        Assert.Empty(machine.Accounts());
        Assert.Equal(ClientError.NoAccount, Assert.Throws<ClientException>(() => machine.Account()).Code);
    }

    [Theory]
    [InlineData("ending")]
    [InlineData("unbound")]
    [InlineData("removed")]
    public async Task An_ending_cut_short_is_finished_by_the_next_attempt(string step)
    {
        using var world = new TestWorld("ending " + step);
        await world.CreateAsync();
        MeshMachine dying = world.Machine("first", dieAfter: step);
        await Assert.ThrowsAsync<ProcessDied>(() => dying.DeleteAccountAsync(dying.Account(), atService: true));
        MeshMachine machine = world.Machine("first");
        await machine.DeleteAccountAsync(machine.Account(), atService: true);
        Assert.Empty(machine.Accounts());
        Assert.Empty(world.Provider.Accounts);
    }

    [Fact]
    public async Task An_account_that_is_no_more_at_its_service_is_removed_here_alone_as_the_refusal_says()
    {
        using var world = new TestWorld("ended elsewhere");
        MeshAccount account = await world.CreateAsync();
        MeshMachine machine = world.Machine("first");
        world.Provider.Accounts.Clear();
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => machine.DeleteAccountAsync(account, atService: true));
        Assert.Equal(ClientError.Refused, e.Code);
        Assert.Contains("Without --service", e.Message, StringComparison.Ordinal);
        await machine.DeleteAccountAsync(account, atService: false);
        Assert.Empty(machine.Accounts());
    }

    [Fact]
    public async Task An_ending_that_was_not_carried_out_is_repeated_by_nothing_else()
    {
        using var world = new TestWorld("thought better");
        MeshAccount account = await world.CreateAsync();
        MeshMachine dying = world.Machine("first", dieAfter: "ending");
        await Assert.ThrowsAsync<ProcessDied>(() => dying.DeleteAccountAsync(dying.Account(), atService: true));
        await account.SyncAsync(automatic: true);
        await account.AddCredentialAsync("site", "u", "p", synchronise: true);
        Assert.Single(world.Provider.Accounts);
    }

    [Theory]
    [InlineData("account seed", false)]
    [InlineData("account record", true)]
    [InlineData("bound", true)]
    [InlineData("log", true)]
    [InlineData("sent", true)]
    public async Task A_creation_that_nobody_wants_to_finish_is_forgotten_with_its_keys(string step, bool known)
    {
        using var world = new TestWorld("forget " + step);
        await Assert.ThrowsAsync<ProcessDied>(() => world.Machine("first", dieAfter: step).CreateAccountAsync(TestWorld.Address));
        MeshMachine machine = world.Machine("first");
        AccountSummary? unfinished = machine.FindUnfinished(TestWorld.Address);
        Assert.Equal(known, unfinished is not null);
        if (unfinished is not null)
        {
            Assert.Equal(unfinished.ProfileUdf, await machine.ForgetUnfinishedAsync(unfinished));
            Assert.Empty(machine.Accounts());
            Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(world.Folder("first"), "keys"), "*.key").Count()); // device, machine
        }

        await machine.CreateAccountAsync("alice.2@example.com");
        Assert.Null(machine.FindUnfinished("alice.2@example.com"));
    }

    [Fact]
    public async Task A_request_to_join_that_nobody_answers_is_forgotten()
    {
        using var world = new TestWorld("forget request");
        await world.CreateAsync();
        MeshMachine second = world.Machine("second");
        await second.RequestConnectionAsync(TestWorld.Address);
        await second.ForgetUnfinishedAsync(second.FindUnfinished(TestWorld.Address)!);
        Assert.Empty(second.Accounts());
    }

    [Fact]
    public async Task An_account_that_was_deleted_leaves_no_keys()
    {
        using var world = new TestWorld("delete");
        MeshMachine machine = world.Machine("first");
        await machine.CreateAccountAsync(TestWorld.Address);
        await machine.DeleteAccountAsync(machine.Account(), atService: true);
        Assert.Empty(machine.Accounts());
        Assert.Empty(world.Provider.Accounts);
        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(world.Folder("first"), "keys"), "*.key").Count()); // device, machine
    }
}
