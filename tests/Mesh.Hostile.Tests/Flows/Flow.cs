using Mesh.Client;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>Something that people do, and how they see afterwards, with an honest service, that it is done and nothing is lost.</summary>
/// <param name="Name">What.</param>
/// <param name="Asks">The transactions in it, on each of which the service may try its tweaks.</param>
/// <param name="RunAsync">Does it.</param>
/// <param name="FinishAsync">Does it again, or what is left of it, and checks the outcome.</param>
internal sealed record Flow(string Name, MeshTransaction[] Asks, Func<Stage, Task> RunAsync, Func<Stage, Task> FinishAsync)
{
    private static readonly HashSet<(string Flow, MeshTransaction)> Brief =
    [
        ("hello", MeshTransaction.Hello), ("create an account", MeshTransaction.BindAccount), ("create an account", MeshTransaction.Transact),
        ("synchronise", MeshTransaction.Status), ("synchronise", MeshTransaction.Download), ("ask to join", MeshTransaction.Connect),
        ("complete with PIN", MeshTransaction.Complete), ("send an edit", MeshTransaction.Transact), ("remove a device", MeshTransaction.Transact),
        ("delete the account", MeshTransaction.UnbindAccount),
    ];

    private static readonly MeshTransaction[] Reading = [MeshTransaction.Status, MeshTransaction.Download];
    private static readonly MeshTransaction[] Writing = [.. Reading, MeshTransaction.Transact];

    /// <summary>Whether everything is tried everywhere.</summary>
    public static bool Everything { get; } = Environment.GetEnvironmentVariable("MESH_HOSTILE") == "all";

    public static IReadOnlyDictionary<string, Flow> All { get; } = new Flow[]
    {
        new("hello", [MeshTransaction.Hello], s => s.Machine("fresh").HelloAsync(Template.Alice), s => s.Machine("fresh").HelloAsync(Template.Alice)),
        new("create an account", [MeshTransaction.Hello, MeshTransaction.BindAccount, MeshTransaction.Transact], s => s.Machine("fresh").CreateAccountAsync("carol@example.com"), CreatedAsync),
        new("synchronise", Reading, s => s.Account("admin").SyncAsync(automatic: false), SynchronisedAsync),
        new("send an edit", Writing, s => SyncAsync(s.Account("web"), automatic: false), EditSentAsync),
        new("admit by PIN", Writing, s => SyncAsync(s.Account("admin"), automatic: true), PinAdmittedAsync),
        new("add a password", Writing, s => SentAsync(s.Account("admin").AddCredentialAsync("new", "alice4", Template.Password, synchronise: true)), AddedAsync),
        new("delete a password", Writing, s => SentAsync(s.Account("admin").DeleteCredentialAsync("site", synchronise: true)), DeletedAsync),
        new("ask to join", [MeshTransaction.Hello, MeshTransaction.Connect], AskAsync, AskedAsync),
        new("complete", [MeshTransaction.Complete], s => s.Machine("asker").CompleteConnectionAsync(), s => CompletedAsync(s, "asker")),
        new("complete with PIN", [MeshTransaction.Complete], s => s.Machine("pinasker").CompleteConnectionAsync(), s => CompletedAsync(s, "pinasker")),
        new("issue a PIN", Writing, s => s.Account("admin").CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]), PinIssuedAsync),
        new("accept a device", Writing, s => s.Account("admin").AcceptAsync(s.Arsenal.Notes["guest"], "guest", [Role.Web]), AcceptedAsync),
        new("reject a device", Writing, s => s.Account("admin").RejectAsync(s.Arsenal.Notes["guest"]), RejectedAsync),
        new("remove a device", Writing, s => s.Account("admin").RemoveDeviceAsync("web", force: false), RemovedAsync),
        new("ask whether removed", [MeshTransaction.Status], s => s.Account("web").CheckRemovalAsync(), s => s.Account("web").CheckRemovalAsync()),
        new("delete the account", [MeshTransaction.UnbindAccount], s => s.Machine("admin").DeleteAccountAsync(s.Account("admin"), atService: true), AccountDeletedAsync),
    }.ToDictionary(f => f.Name);

    /// <summary>Whether what a successful answer says is looked at.</summary>
    public bool Reads => Name != "ask whether removed";

    /// <summary>Whether it changes catalogs, of which a device knows the state that follows; the others put messages into spools.</summary>
    public bool ChangesCatalogs => Name is not ("reject a device" or "issue a PIN");

    /// <summary>
    /// The transactions of which every test run tries the tweaks in this flow: each in one flow or two, for what is read is read alike in all of them, and
    /// changes are sent alike. With MESH_HOSTILE=all everything is tried everywhere, which takes half an hour.
    /// </summary>
    public IEnumerable<MeshTransaction> Tried => Asks.Where(t => Everything || Brief.Contains((Name, t)));

    /// <summary>What holds on every machine of Alice's, whatever the provider did and whether it is honest again or not.</summary>
    public static void NothingIsLost(Stage stage, string flow)
    {
        if (flow != "delete the account")
        {
            MeshAccount admin = stage.Account("admin");
            Assert.True(flow == "delete a password" || admin.GetCredential("site").Password == Template.Password);
            Assert.Contains(admin.Devices(), d => d.IsThisDevice);
            Assert.DoesNotContain(admin.Devices(), d => d.LocalName is "lost" or "mallet" or "mallet2");
        }

        if (flow != "remove a device")
        {
            MeshAccount web = stage.Account("web");
            Assert.Equal(Template.Password, web.GetCredential("offline").Password);
            Assert.Contains("from web", Sites(web));
        }
    }

    public static IEnumerable<string> Sites(MeshAccount account) => account.ListCredentials().Select(c => c.Service).Order(StringComparer.Ordinal);

    private static async Task CreatedAsync(Stage stage)
    {
        MeshMachine fresh = stage.Machine("fresh");
        if (fresh.Accounts().All(a => a.State != AccountState.Connected))
        {
            // A service that says that the address is another's is believed; where it was not so, the address is lost and nothing else.
            bool isOurs = fresh.Accounts().Count > 0 || stage.Provider.Accounts.Find("carol@example.com") is null;
            await fresh.CreateAccountAsync(isOurs ? "carol@example.com" : "carol.2@example.com");
        }

        MeshAccount account = fresh.Account();
        await account.AddCredentialAsync("site", "carol", "p", synchronise: true);
        Assert.Empty((await account.SyncAsync(automatic: true)).Notices);
    }

    private static async Task SynchronisedAsync(Stage stage)
    {
        MeshAccount admin = stage.Account("admin");
        await admin.SyncAsync(automatic: false);
        Assert.Equal(2, admin.PendingConnections().Count);
        Assert.Equal(Template.Password, admin.GetCredential("from web").Password);
    }

    // A refusal of what is sent keeps nobody from what was fetched: it comes as a notice.
    private static async Task SyncAsync(MeshAccount account, bool automatic)
    {
        SyncReport report = await account.SyncAsync(automatic);
        if (report.Notices.FirstOrDefault(n => n.Kind == SyncNoticeKind.ChangesRefused) is { } notice)
        {
            throw new ClientException(ClientError.Refused, notice.Text);
        }
    }

    // A change of a password is kept until a service takes it, and the person is told that none has.
    private static async Task SentAsync(Task<CredentialSaved> saving)
    {
        if (!(await saving).Sent)
        {
            throw new ClientException(ClientError.Unreachable, "Kept on this device.");
        }
    }

    private static async Task EditSentAsync(Stage stage)
    {
        await stage.Account("web").SyncAsync(automatic: false);
        Assert.Equal(0, stage.Account("web").Status().UnsentEdits);
        await stage.Account("admin").SyncAsync(automatic: false);
        Assert.Equal(Template.Password, stage.Account("admin").GetCredential("offline").Password);
    }

    private static async Task PinAdmittedAsync(Stage stage)
    {
        await stage.Account("admin").SyncAsync(automatic: true);
        await CompletedAsync(stage, "pinned");
    }

    private static async Task AddedAsync(Stage stage)
    {
        await stage.Account("admin").SyncAsync(automatic: false);
        Assert.Equal(0, stage.Account("admin").Status().UnsentEdits);
        await stage.Account("web").SyncAsync(automatic: false);
        Assert.Equal(Template.Password, stage.Account("web").GetCredential("new").Password);
    }

    private static async Task DeletedAsync(Stage stage)
    {
        await stage.Account("admin").SyncAsync(automatic: false);
        await stage.Account("web").SyncAsync(automatic: false);
        Assert.DoesNotContain("site", Sites(stage.Account("web")));
    }

    private static async Task AskAsync(Stage stage) => stage.Asked = (await stage.Machine("fresh").RequestConnectionAsync(Template.Alice)).Witness;

    private static async Task AskedAsync(Stage stage)
    {
        MeshMachine fresh = stage.Machine("fresh");
        MeshAccount admin = stage.Account("admin");
        if (stage.Asked.Length == 0)
        {
            try
            {
                await AskAsync(stage);
            }
            catch (ClientException e) when (e.Code == ClientError.Refused)
            {
                // A request that the service took and denied is in the way of the next one until somebody rejects it.
                await admin.SyncAsync(automatic: false);
                string[] others = [stage.Arsenal.Notes["guest"], stage.Arsenal.Notes["pinned"]];
                foreach (PendingConnection waiting in admin.PendingConnections().Where(p => !others.Contains(p.Witness)))
                {
                    await admin.RejectAsync(waiting.Witness);
                }

                await AskAsync(stage);
            }
        }

        Assert.Equal(admin.ProfileUdf, Assert.Single(fresh.Accounts()).ProfileUdf);
        await admin.SyncAsync(automatic: false);
        await admin.AcceptAsync(stage.Asked, "fresh", [Role.Web]);
        await CompletedAsync(stage, "fresh");
    }

    private static async Task CompletedAsync(Stage stage, string machine)
    {
        if (stage.Machine(machine).Accounts()[0].State != AccountState.Connected)
        {
            await stage.Machine(machine).CompleteConnectionAsync();
        }

        MeshAccount account = stage.Account(machine);
        await account.SyncAsync(automatic: false);
        Assert.Equal(stage.Account("admin").ProfileUdf, account.ProfileUdf);
        Assert.Equal(["from web", "site"], Sites(account));
    }

    private static async Task PinIssuedAsync(Stage stage)
    {
        PinIssued pin = await stage.Account("admin").CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
        await stage.Machine("fresh").RequestConnectionAsync(Template.Alice, pin.Pin);
        await stage.Account("admin").SyncAsync(automatic: true);
        await CompletedAsync(stage, "fresh");
    }

    private static async Task AcceptedAsync(Stage stage)
    {
        MeshAccount admin = stage.Account("admin");
        await admin.SyncAsync(automatic: false);
        if (admin.PendingConnections().Any(p => p.Witness == stage.Arsenal.Notes["guest"]))
        {
            await admin.AcceptAsync(stage.Arsenal.Notes["guest"], "guest", [Role.Web]);
        }

        await CompletedAsync(stage, "guest");
    }

    private static async Task RejectedAsync(Stage stage)
    {
        MeshAccount admin = stage.Account("admin");
        await admin.SyncAsync(automatic: false);
        if (admin.PendingConnections().Any(p => p.Witness == stage.Arsenal.Notes["guest"]))
        {
            await admin.RejectAsync(stage.Arsenal.Notes["guest"]);
        }

        ClientException e = await Assert.ThrowsAsync<ClientException>(() => stage.Machine("guest").CompleteConnectionAsync());
        Assert.Equal(ClientError.Rejected, e.Code);
    }

    private static async Task RemovedAsync(Stage stage)
    {
        MeshAccount admin = stage.Account("admin");
        await admin.SyncAsync(automatic: false);
        if (admin.Devices().Any(d => d.LocalName == "web"))
        {
            await admin.RemoveDeviceAsync("web", force: false);
        }

        ClientException e = await Assert.ThrowsAsync<ClientException>(() => stage.Account("web").CheckRemovalAsync());
        Assert.Equal(ClientError.NoDecryptionKey, e.Code);
        await admin.AddCredentialAsync("after", "a", Template.Password, synchronise: true);
        await CompletedAfterRemovalAsync(stage);
    }

    // Somebody who stays gets the new keys.
    private static async Task CompletedAfterRemovalAsync(Stage stage)
    {
        await stage.Account("admin").SyncAsync(automatic: true);
        await stage.Machine("pinned").CompleteConnectionAsync();
        await stage.Account("pinned").SyncAsync(automatic: false);
        Assert.Contains("after", Sites(stage.Account("pinned")));
    }

    private static async Task AccountDeletedAsync(Stage stage)
    {
        MeshMachine admin = stage.Machine("admin");
        if (admin.Accounts().Count > 0)
        {
            // Also where the service did it and denied it: the same request is answered as it was.
            await admin.DeleteAccountAsync(admin.Account(), atService: true);
        }

        Assert.Empty(stage.Machine("admin").Accounts());
    }
}
