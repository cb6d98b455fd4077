using Mesh.Cryptography;
using Mesh.Schema;
using Mesh.Service;

namespace Mesh.Client.Tests;

/// <summary>The client with the service that is shipped, over HTTP on this machine.</summary>
public sealed class RunningServiceTests : IAsyncLifetime, IDisposable
{
    private const string Address = "alice@example.com";
    private readonly List<IDisposable> _owned = [];
    private readonly TempFolder _data = new();
    private ServiceHost? _host;

    public async Task InitializeAsync()
    {
        ServiceIdentity.Create(_data.File("service"), "example.com", SystemRandom.Instance, TimeProvider.System);
        _host = await ServiceHost.StartAsync(new HostOptions
        {
            Data = _data.File("service"),
            Listen = new Uri("http://127.0.0.1:0"),
            InsecureLoopback = true,
        });
    }

    public async Task DisposeAsync()
    {
        _owned.ForEach(o => o.Dispose());
        await _host!.DisposeAsync();
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Accounts_devices_passwords_files_and_removal_from_end_to_end()
    {
        MeshMachine firstMachine = Machine("first");
        Assert.Equal("3.0", (await firstMachine.HelloAsync(Address)).Version);
        await firstMachine.CreateAccountAsync(Address);
        MeshAccount first = firstMachine.Account();
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
        Assert.True((await first.AddCredentialAsync("ftp.example.com", "alice1", "password", synchronise: true)).Sent);

        // By witness.
        MeshMachine secondMachine = Machine("second");
        ConnectionRequested request = await secondMachine.RequestConnectionAsync(Address);
        Assert.Equal(ClientError.Pending, (await Assert.ThrowsAsync<ClientException>(() => secondMachine.CompleteConnectionAsync())).Code);
        await first.SyncAsync(automatic: true);
        Assert.Equal(request.Witness, Assert.Single(first.PendingConnections()).Witness);
        await first.AcceptAsync(request.Witness, "second", [Role.Admin, Role.Web]);
        await secondMachine.CompleteConnectionAsync();
        MeshAccount second = secondMachine.Account();
        await second.SyncAsync(automatic: true);
        Assert.Equal("password", second.GetCredential("ftp.example.com").Password);

        // By PIN.
        PinIssued pin = await first.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
        MeshMachine thirdMachine = Machine("third");
        await thirdMachine.RequestConnectionAsync(Address, pin.Pin);
        Assert.Equal(SyncNoticeKind.DeviceAdmitted, Assert.Single((await first.SyncAsync(automatic: true)).Notices).Kind);
        await thirdMachine.CompleteConnectionAsync();
        MeshAccount third = thirdMachine.Account();
        await third.SyncAsync(automatic: true);
        Assert.Equal("password", third.GetCredential("ftp.example.com").Password);

        // A removed administrator, and what remains.
        string plain = _data.File("plain.txt");
        await File.WriteAllTextAsync(plain, "text");
        first.EncodeFile(plain, plain + ".dare", [Address], [Address]);
        DeviceRemoved removed = await first.RemoveDeviceAsync("second", force: false);
        Assert.Contains("AdministratorSignature", removed.Rotated);
        Assert.Equal(ClientError.NoDecryptionKey, (await Assert.ThrowsAsync<ClientException>(() => second.CheckRemovalAsync())).Code);
        Assert.Throws<ClientException>(() => second.DecodeFile(plain + ".dare", plain + ".2"));
        await third.SyncAsync(automatic: true);
        Assert.Equal(4, third.DecodeFile(plain + ".dare", plain + ".3").PlaintextBytes);
        await third.AddCredentialAsync("new", "u", "p", synchronise: true);
        await first.SyncAsync(automatic: true);
        Assert.Equal(2, first.ListCredentials().Count);
        await first.CheckRemovalAsync();
        await third.CheckRemovalAsync();
        await firstMachine.DeleteAccountAsync(first, atService: true);
        Assert.Empty(firstMachine.Accounts());
    }

    [Fact]
    [Requirement("AVL-06", "ESC-13")]
    public async Task The_owner_of_a_suspended_account_reads_it_and_leaves()
    {
        MeshMachine machine = Machine("first");
        await machine.CreateAccountAsync(Address);
        MeshAccount account = machine.Account();
        await account.AddCredentialAsync("site", "u", "p", synchronise: true);
        MeshMachine secondMachine = Machine("second");
        PinIssued pin = await account.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
        await secondMachine.RequestConnectionAsync(Address, pin.Pin);
        await account.SyncAsync(automatic: true);
        await using (IServiceAdministration operators = await ServiceAdministration.OpenAsync(
            _data.File("service"), TimeProvider.System, problem => Assert.Fail(problem)))
        {
            await operators.SetSuspendedAsync(Address, true);
        }

        // What was decided before is collected; what is there is read.
        await secondMachine.CompleteConnectionAsync();
        MeshAccount second = secondMachine.Account();
        await second.SyncAsync(automatic: true);
        Assert.Equal("u", second.GetCredential("site").Username);
        await account.CheckRemovalAsync();

        foreach (Func<Task> change in new Func<Task>[]
        {
            () => account.AddCredentialAsync("late", "u", "p", synchronise: true),
            () => account.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]),
        })
        {
            ClientException e = await Assert.ThrowsAsync<ClientException>(change);
            Assert.Equal(ClientError.Refused, e.Code);
            Assert.Contains("suspended", e.Message, StringComparison.Ordinal);
        }

        // The change that was kept keeps nobody from reading.
        SyncReport report = await account.SyncAsync(automatic: true);
        Assert.Contains("suspended", Assert.Single(report.Notices, n => n.Kind == SyncNoticeKind.ChangesRefused).Text, StringComparison.Ordinal);
        Assert.Equal(1, account.Status().UnsentEdits);
        Assert.Equal("u", account.GetCredential("site").Username);

        // Nor does it leave a lost device in.
        DeviceRemoved removed = await account.RemoveDeviceAsync(second.Info().DeviceUdf, force: false);
        Assert.Contains("MMM_Credential", removed.Rotated);
        Assert.Equal(ClientError.NoDecryptionKey, (await Assert.ThrowsAsync<ClientException>(() => second.CheckRemovalAsync())).Code);
        await machine.DeleteAccountAsync(account, atService: true);
        Assert.Empty(machine.Accounts());
    }

    private MeshMachine Machine(string name)
    {
        MeshMachine machine = MeshMachine.Open(new MachineOptions
        {
            Root = _data.File(name),
            Variable = v => v == "MESH_RESOLVE" ? $"example.com={_host!.Address}" : null,
        });
        _owned.Add(machine);
        return machine;
    }
}
