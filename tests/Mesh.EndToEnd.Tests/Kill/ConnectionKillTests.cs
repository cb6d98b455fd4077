using Mesh.Client;
using Mesh.Schema;

namespace Mesh.EndToEnd.Tests;

/// <summary>kill -9 of devices that ask to join, admit, join, and remove and are removed.</summary>
public sealed class ConnectionKillTests : ClientKillStage
{
    [Fact]
    [Requirement("PLT-03")]
    public async Task A_request_to_join_is_made_once_and_its_answer_is_never_lost()
    {
        MortalDevice laptop = Device("laptop");
        await CreateAsync(laptop, Address);
        using MeshMachine machine = laptop.Open();
        await ForEachPointAsync(async point =>
        {
            MortalDevice tablet = Device($"tablet{point}");
            bool died = await tablet.DieAsync(point, "request", Address);
            using MeshMachine joining = tablet.Open();
            if (joining.Accounts().Count == 0)
            {
                // The service lets a device wait once: had it forgotten what it asked, it could not ask again for a day.
                Assert.True(died);
                await joining.RequestConnectionAsync(Address);
            }

            await machine.Account().SyncAsync(automatic: true);
            await machine.Account().RejectAsync(Assert.Single(machine.Account().PendingConnections()).Witness);
            Assert.Equal(ClientError.Rejected, (await Assert.ThrowsAsync<ClientException>(() => joining.CompleteConnectionAsync())).Code);
            return died;
        });
    }

    [Fact]
    [Requirement("PLT-03")]
    public async Task A_device_is_accepted_or_still_waits_and_joins_whole()
    {
        MortalDevice laptop = Device("laptop");
        await CreateAsync(laptop, Address);
        var accepted = new HashSet<bool>();
        await ForEachPointAsync(async point =>
        {
            using MeshMachine tablet = Device($"tablet{point}").Open();
            ConnectionRequested request = await tablet.RequestConnectionAsync(Address);
            using MeshMachine machine = laptop.Open();
            MeshAccount account = machine.Account();
            await account.SyncAsync(automatic: true);

            bool died = await laptop.DieAsync(point, "accept", request.Witness, $"tablet{point}");
            await account.SyncAsync(automatic: true);
            bool isAccepted = account.Devices().Any(d => d.DeviceUdf == request.DeviceUdf);
            accepted.Add(isAccepted);
            Assert.Equal(isAccepted ? 0 : 1, account.PendingConnections().Count);
            if (!isAccepted)
            {
                await account.AcceptAsync(request.Witness, $"tablet{point}", [Role.Web]);
            }

            await tablet.CompleteConnectionAsync();
            await tablet.Account().SyncAsync(automatic: true);
            Assert.Equal("password", tablet.Account().GetCredential("site0").Password);
            Assert.Equal($"tablet{point}", Assert.Single(account.Devices(), d => d.DeviceUdf == request.DeviceUdf).LocalName);
            RequireSettled(laptop, account);
            return died;
        });
        Assert.Equal(2, accepted.Count);
    }

    [Fact]
    [Requirement("PLT-03")]
    public async Task A_device_joins_wholly_or_asks_again_for_its_answer()
    {
        MortalDevice laptop = Device("laptop");
        await CreateAsync(laptop, Address);
        await ForEachPointAsync(async point =>
        {
            MortalDevice tablet = Device($"tablet{point}");
            string device;
            using (MeshMachine joining = tablet.Open())
            {
                ConnectionRequested request = await joining.RequestConnectionAsync(Address);
                device = request.DeviceUdf;
                using MeshMachine machine = laptop.Open();
                await machine.Account().SyncAsync(automatic: true);
                await machine.Account().AcceptAsync(request.Witness, $"tablet{point}", [Role.Web]);
            }

            bool died = await tablet.DieAsync(point, "complete");
            using MeshMachine joined = tablet.Open();
            if (joined.Accounts().Single().State == AccountState.Pending)
            {
                Assert.True(died);
                await joined.CompleteConnectionAsync();
            }

            Assert.Equal(AccountState.Connected, Assert.Single(joined.Accounts()).State);
            await joined.Account().SyncAsync(automatic: true);
            Assert.Equal("password", joined.Account().GetCredential("site0").Password);
            Assert.Equal(device, joined.Account().Info().DeviceUdf);
            RequireSettled(tablet, joined.Account());
            return died;
        });
    }

    [Fact]
    [Requirement("PLT-03", "DEV-05")]
    public async Task A_removal_with_its_rotation_is_whole_or_was_not_begun_and_the_device_erases_all_its_keys()
    {
        var removed = new HashSet<bool>();
        await ForEachPointAsync(async point =>
        {
            MortalDevice laptop = Device($"laptop{point}");
            await CreateAsync(laptop, $"alice{point}@example.com");
            using MeshMachine machine = laptop.Open();
            MeshAccount account = machine.Account();
            MortalDevice tablet = Device($"tablet{point}");
            (await JoinAsync(account, $"tablet{point}")).Dispose();
            string before = account.Info().Keys.Single(k => k.Name == "CommonEncryption").Udf;

            bool died = await laptop.DieAsync(point, "delete", $"tablet{point}");

            // Whatever is done next: an account that takes up keys which are not in force would be lost here.
            Assert.True((await account.AddCredentialAsync("site1", "user", "password", synchronise: true)).Sent);
            bool isRemoved = account.Devices().Count == 1;
            removed.Add(isRemoved);
            Assert.Equal(isRemoved, before != account.Info().Keys.Single(k => k.Name == "CommonEncryption").Udf);
            if (!isRemoved)
            {
                await account.RemoveDeviceAsync($"tablet{point}", force: false);
            }

            RequireSettled(laptop, account);
            Assert.True((await account.AddCredentialAsync("site2", "user", "password", synchronise: true)).Sent);
            Assert.Equal(Sites(2), account.ListCredentials().Select(c => c.Service).Order(StringComparer.Ordinal));

            // The device is told, and dies at the same point while it erases its keys.
            bool diedErasing = await tablet.DieAsync(point, "removed");
            using MeshMachine told = tablet.Open();
            ClientException e = await Assert.ThrowsAsync<ClientException>(() => told.Account().SyncAsync(automatic: false));
            Assert.Contains(e.Code, new[] { ClientError.NoDecryptionKey, ClientError.DeviceRemoved });
            Assert.Equal(AccountState.Removed, Assert.Single(told.Accounts()).State);
            Assert.All(tablet.Keys(), k => Assert.True(k == "MACHINE" || k.StartsWith("DEVICE-", StringComparison.Ordinal), k));
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(tablet.Root, "accounts"), "*.log"));
            return died || diedErasing;
        });
        Assert.Equal(2, removed.Count);
    }
}
