using Mesh.Client;
using Mesh.Schema;

namespace Mesh.EndToEnd.Tests;

/// <summary>kill -9 of a device that creates an account, saves passwords and synchronises.</summary>
public sealed class ClientKillTests : ClientKillStage
{
    [Fact]
    [Requirement("PLT-03")]
    public async Task The_creation_of_an_account_is_finished_and_never_half()
    {
        var resumed = new HashSet<bool>();
        int points = await ForEachPointAsync(async point =>
        {
            string address = $"alice{point}@example.com";
            MortalDevice laptop = Device($"laptop{point}");
            bool died = await laptop.DieAsync(point, "create", address);
            using MeshMachine machine = laptop.Open();
            if (machine.Accounts().All(a => a.State != AccountState.Connected))
            {
                Assert.True(died);
                resumed.Add((await machine.CreateAccountAsync(address)).Resumed);
            }

            Assert.Equal(AccountState.Connected, Assert.Single(machine.Accounts()).State);
            MeshAccount account = machine.Account();
            Assert.Empty((await account.SyncAsync(automatic: true)).Notices);
            Assert.True(Assert.Single(account.Devices()).IsThisDevice);
            Assert.True((await account.AddCredentialAsync("site", "user", "password", synchronise: true)).Sent);
            RequireSettled(laptop, account);
            return died;
        });
        Assert.Equal([false, true], resumed.Order()); // cut short before anything was kept of it, and after

        // Not one more at the service than there are.
        Assert.Equal(points, AccountsAtService().Count());
    }

    [Fact]
    [Requirement("PLT-03")]
    public async Task A_password_is_saved_or_not_and_those_before_stay()
    {
        MortalDevice laptop = Device("laptop");
        using MeshMachine phone = await PairAsync(laptop, "phone");
        var kept = new HashSet<bool>();
        int points = await ForEachPointAsync(async point =>
        {
            bool died = await laptop.DieAsync(point, "add", $"site{point}", "user", $"password{point}");
            using MeshMachine machine = laptop.Open();
            MeshAccount account = machine.Account();
            bool isKept = account.ListCredentials($"site{point}").Count == 1;
            kept.Add(isKept);
            Assert.True(died || isKept);
            await account.SyncAsync(automatic: true);
            Assert.Equal(isKept, account.ListCredentials($"site{point}").Count == 1);
            if (!isKept)
            {
                await account.AddCredentialAsync($"site{point}", "user", $"password{point}", synchronise: true);
            }

            Assert.Equal(Sites(point), account.ListCredentials().Select(c => c.Service).Order(StringComparer.Ordinal));
            RequireSettled(laptop, account);
            return died;
        });
        Assert.Equal(2, kept.Count);
        await phone.Account().SyncAsync(automatic: true);
        Assert.Equal(Sites(points), phone.Account().ListCredentials().Select(c => c.Service).Order(StringComparer.Ordinal));

        // Each was sent once.
        Assert.Equal(points + 2, phone.Account().Status().Stores.Single(s => s.Label == StoreLabel.Credential).Count);
    }

    [Fact]
    [Requirement("PLT-03")]
    public async Task What_a_synchronisation_fetches_and_sends_is_done_once()
    {
        MortalDevice laptop = Device("laptop");
        using MeshMachine phone = await PairAsync(laptop, "phone");
        int points = await ForEachPointAsync(async point =>
        {
            using MeshMachine machine = laptop.Open();
            MeshAccount account = machine.Account();
            await phone.Account().AddCredentialAsync($"fetched{point}", "user", "password", synchronise: true);
            await account.AddCredentialAsync($"sent{point}", "user", "password", synchronise: false);

            bool died = await laptop.DieAsync(point, "sync");
            await account.SyncAsync(automatic: true);
            Assert.Equal((2 * point) + 1, account.ListCredentials().Count);
            RequireSettled(laptop, account);
            return died;
        });
        await phone.Account().SyncAsync(automatic: true);
        Assert.Equal((2 * points) + 1, phone.Account().ListCredentials().Count);
        Assert.Equal((2 * points) + 2, phone.Account().Status().Stores.Single(s => s.Label == StoreLabel.Credential).Count);
    }
}
