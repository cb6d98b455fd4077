using Mesh.Client;
using Mesh.Schema;

namespace Mesh.EndToEnd.Tests;

/// <summary>
/// kill -9 of a device's program at each point at which it changes its disk or speaks with the service, one run for each point until a run is
/// not killed. After each the next process finds the step finished or undone, loses nothing, and goes on.
/// </summary>
public sealed class ClientKillTests : IAsyncLifetime, IDisposable
{
    private const int MostPoints = 200;
    private const string Address = "alice@example.com";
    private readonly TempFolder _folder = new();
    private HostProcess _host = null!;

    public async Task InitializeAsync()
    {
        HostProcess.Create(_folder.File("provider"));
        _host = await HostProcess.StartAsync(_folder.File("provider"));
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _folder.Dispose();

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
        Assert.Equal(points, Directory.EnumerateFiles(Path.Combine(_host.Data, "accounts"), "*.log").Count());
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

    // One run for each point; gives the number of runs, of which the last was not killed.
    private static async Task<int> ForEachPointAsync(Func<int, Task<bool>> run)
    {
        for (int point = 1; point < MostPoints; point++)
        {
            if (!await run(point))
            {
                Assert.True(point > 6, $"only {point - 1} points"); // it is not the seam that found nothing
                return point;
            }
        }

        throw new InvalidOperationException($"killed {MostPoints} times");
    }

    private static IEnumerable<string> Sites(int last) =>
        Enumerable.Range(0, last + 1).Select(i => $"site{i}").Order(StringComparer.Ordinal);

    private static void RequireSettled(MortalDevice device, MeshAccount account)
    {
        Mesh.Client.AccountStatus status = account.Status();
        Assert.Equal((0, 0), (status.UnansweredRequests, status.UnsentEdits));
        Assert.DoesNotContain(device.Keys(), k => k.StartsWith("NEXT-", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(device.Root, "keys", ".saving")));
    }

    private MortalDevice Device(string name) => new(_folder.File(name), () => _host.Resolve);

    // An account with one password and two devices.
    private async Task<MeshMachine> PairAsync(MortalDevice laptop, string other)
    {
        await CreateAsync(laptop, Address);
        using MeshMachine machine = laptop.Open();
        return await JoinAsync(machine.Account(), other);
    }

    private static async Task CreateAsync(MortalDevice laptop, string address)
    {
        using MeshMachine machine = laptop.Open();
        await machine.CreateAccountAsync(address);
        await machine.Account().AddCredentialAsync("site0", "user", "password", synchronise: true);
    }

    private async Task<MeshMachine> JoinAsync(MeshAccount administrator, string name)
    {
        MeshMachine joining = Device(name).Open();
        ConnectionRequested request = await joining.RequestConnectionAsync(administrator.Address);
        await administrator.SyncAsync(automatic: true);
        await administrator.AcceptAsync(request.Witness, name, [Role.Web]);
        await joining.CompleteConnectionAsync();
        await joining.Account().SyncAsync(automatic: true);
        return joining;
    }
}
