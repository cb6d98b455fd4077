using System.Collections.Immutable;
using Mesh.Client;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>
/// Where every play begins, made once. Alice has the devices <c>admin</c> and <c>web</c>, a password, an edit on <c>web</c> that was not sent,
/// and has removed <c>lost</c>, an administrator's device, so that her profile is at its second version. <c>guest</c> and <c>pinned</c> wait for a decision,
/// <c>asker</c> and <c>pinasker</c> for nothing but their own completion. Mallet has an account at the same service.
/// </summary>
internal sealed class Template
{
    public const string Alice = "alice@example.com";
    public const string Mallet = "mallet@example.com";
    public const string Password = "correct horse";

    public static readonly Lazy<Task<Template>> Ready = new(MakeAsync);

    private Template(TempFolder folder, DateTimeOffset now, Arsenal arsenal)
    {
        Folder = folder.Path;
        Now = now;
        Arsenal = arsenal;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
    }

    public string Folder { get; }

    public DateTimeOffset Now { get; }

    public Arsenal Arsenal { get; }

    private static async Task<Template> MakeAsync()
    {
        var folder = new TempFolder();
        Stage stage = await Stage.EmptyAsync(folder, "template");
        await using (stage.ConfigureAwait(false))
        {
            MeshAccount mallet = await FoundAsync(stage, "mallet", Mallet);
            await JoinAsync(stage, mallet, Mallet, "mallet2", Role.Web);
            await mallet.AddCredentialAsync("mallet.example", "mallet", "x", synchronise: true);
            await mallet.SyncAsync(automatic: false);

            MeshAccount admin = await FoundAsync(stage, "admin", Alice);
            MeshAccount web = await JoinAsync(stage, admin, Alice, "web", Role.Web);
            await JoinAsync(stage, admin, Alice, "lost", Role.Admin, Role.Web);
            await admin.AddCredentialAsync("site", "alice1", Password, synchronise: true);
            await web.SyncAsync(automatic: false);
            stage.Clock.Now += TimeSpan.FromMinutes(1);
            await admin.RemoveDeviceAsync("lost", force: false);
            await web.SyncAsync(automatic: false);
            stage.Clock.Now += TimeSpan.FromMinutes(1);

            await AskAsync(stage, admin, "asker");
            PinIssued pin = await admin.CreatePinAsync(24, TimeSpan.FromHours(12), [Role.Web]);
            await stage.Machine("pinasker").RequestConnectionAsync(Alice, pin.Pin);
            await admin.SyncAsync(automatic: true);
            PinIssued second = await admin.CreatePinAsync(24, TimeSpan.FromHours(12), [Role.Web]);
            await web.SyncAsync(automatic: false);
            stage.Clock.Now += TimeSpan.FromMinutes(1);
            string guest = (await stage.Machine("guest").RequestConnectionAsync(Alice)).Witness;
            string pinned = (await stage.Machine("pinned").RequestConnectionAsync(Alice, second.Pin)).Witness;
            await web.AddCredentialAsync("from web", "alice2", Password, synchronise: true);
            await web.AddCredentialAsync("offline", "alice3", Password, synchronise: false);
            PinIssued third = await mallet.CreatePinAsync(24, TimeSpan.FromHours(12), [Role.Web]);
            ImmutableDictionary<string, string> notes = ImmutableDictionary<string, string>.Empty
                .Add("guest", guest).Add("pinned", pinned).Add("mallet pin", third.Pin);
            Arsenal arsenal = await Arsenal.GatherAsync(stage, notes);
            return new Template(folder, stage.Clock.Now, arsenal);
        }
    }

    public static async Task<MeshAccount> FoundAsync(Stage stage, string machine, string address)
    {
        MeshMachine first = stage.Machine(machine);
        await first.CreateAccountAsync(address, machine);
        await first.Account().SyncAsync(automatic: false);
        return first.Account();
    }

    public static async Task<MeshAccount> JoinAsync(Stage stage, MeshAccount administrator, string address, string machine, params Role[] roles)
    {
        MeshMachine joining = stage.Machine(machine);
        ConnectionRequested request = await joining.RequestConnectionAsync(address);
        await administrator.SyncAsync(automatic: false);
        await administrator.AcceptAsync(request.Witness, machine, [.. roles]);
        await joining.CompleteConnectionAsync();
        await joining.Account().SyncAsync(automatic: false);
        return joining.Account();
    }

    private static async Task AskAsync(Stage stage, MeshAccount administrator, string machine)
    {
        ConnectionRequested request = await stage.Machine(machine).RequestConnectionAsync(Alice);
        await administrator.SyncAsync(automatic: false);
        await administrator.AcceptAsync(request.Witness, machine, [Role.Web]);
    }
}
