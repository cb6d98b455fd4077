// The drill: a laptop, a phone and a tablet of one account at a provider of its own; the phone is copied by a thief and then removed; life
// goes on. What was sealed before and after the removal is kept apart, and so is everything that ever lay in the provider's folder.

using Mesh.Client;
using Mesh.Schema;

namespace Mesh.EndToEnd.Tests;

/// <summary>The drill, played on real programs and real files.</summary>
internal sealed class Drill : IAsyncDisposable
{
    public const string Address = "alice@example.com";
    public const string PhoneName = "zephyr-phone";
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, MeshMachine> _machines = [];
    private readonly List<string> _notes = [];
    private HostProcess _host = null!;

    private Drill()
    {
    }

    public HostProcess Host => _host;

    /// <summary>Everything that ever lay in the provider's folder.</summary>
    public FolderHistory Disk { get; private set; } = null!;

    /// <summary>How many entries each store had when the phone was removed.</summary>
    public Dictionary<string, long> CountsAtRemoval { get; } = [];

    public List<string> FilesBefore { get; } = [];

    public List<string> FilesAfter { get; } = [];

    /// <summary>What the person wrote down: sites, users, passwords, contents and names of files, names of devices, PINs.</summary>
    public List<Secret> Texts { get; } = [];

    /// <summary>Passwords saved before the phone was removed, and after.</summary>
    public List<string> PasswordsBefore { get; } = [];

    public List<string> PasswordsAfter { get; } = [];

    public MeshAccount Laptop => Account("laptop");

    public MeshAccount Tablet => Account("tablet");

    /// <summary>
    /// The folder of a machine: <c>laptop</c>, <c>phone</c>, <c>tablet</c>, <c>watch</c>, or a copy made before the removal: <c>thief</c> of the
    /// phone, <c>laptop-before</c>.
    /// </summary>
    public string Home(string machine) => _folder.File(machine);

    public string File(string name) => _folder.File(name);

    public MachineOptions Options(string machine) => new()
    {
        Root = Home(machine),
        Variable = v => v == "MESH_RESOLVE" ? _host.Resolve : null,
    };

    public MeshMachine Machine(string name)
    {
        if (!_machines.TryGetValue(name, out MeshMachine? machine))
        {
            _machines[name] = machine = MeshMachine.Open(Options(name));
        }

        return machine;
    }

    /// <summary>Plays the drill; <paramref name="remove"/> removes the phone, by default as the product does.</summary>
    public static async Task<Drill> PlayAsync(Func<Drill, Task>? remove = null)
    {
        var drill = new Drill();
        try
        {
            HostProcess.Create(drill.File("provider"));
            drill._host = await HostProcess.StartAsync(drill.File("provider"));
            drill.Disk = new FolderHistory(drill._host.Data);
            await drill.BeforeAsync();
            FolderCopy.Make(drill.Home("phone"), drill.Home("thief"));
            FolderCopy.Make(drill.Home("laptop"), drill.Home("laptop-before"));
            foreach (StoreState store in drill.Laptop.Status().Stores)
            {
                drill.CountsAtRemoval[store.Label] = store.Count;
            }

            await (remove?.Invoke(drill) ?? drill.Laptop.RemoveDeviceAsync(PhoneName, force: false));
            drill.Disk.Look();
            await drill.AfterAsync();
            return drill;
        }
        catch
        {
            await drill.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (MeshMachine machine in _machines.Values)
        {
            machine.Dispose();
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _folder.Dispose();
    }

    private MeshAccount Account(string machine) => Machine(machine).Account();

    private async Task BeforeAsync()
    {
        await Machine("laptop").CreateAccountAsync(Address, deviceDescription: Text("device name", "Boreas, the laptop"));
        await SaveAsync("laptop", "ftp.walnut.example", "alice-at-ftp", "Bf1-walnut-harbour");
        await SaveAsync("laptop", "www.cedar.example", "alice-at-www", "Bf2-cedar-lantern");

        // By witness.
        ConnectionRequested request = await Machine("phone").RequestConnectionAsync(
            Address, deviceDescription: Text("device name", "Zephyr, the phone"));
        await Laptop.SyncAsync(automatic: true);
        await Laptop.AcceptAsync(request.Witness, Text("local name", PhoneName), [Role.Web]);
        await Machine("phone").CompleteConnectionAsync();
        await Account("phone").SyncAsync(automatic: true);
        await JoinByPinAsync("tablet", "Notus, the tablet");

        await SaveAsync("phone", "mail.maple.example", "alice-at-mail", "Bf3-maple-anchor");
        await SaveAsync("tablet", "news.aspen.example", "alice-at-news", "Bf4-aspen-mirror");
        await Laptop.SyncAsync(automatic: true);
        await Account("phone").SyncAsync(automatic: true);
        Assert.Equal(4, Account("phone").ListCredentials().Count);
        Encode(FilesBefore, "laptop", "walnut-letter", "The contents of the letter about walnuts.", signed: true);
        Encode(FilesBefore, "phone", "maple-diary", "The contents of the diary under maples.", signed: false);
        Disk.Look();
    }

    private async Task AfterAsync()
    {
        PasswordsBefore.AddRange(_notes);
        _notes.Clear();
        await SaveAsync("laptop", "bank.juniper.example", "alice-at-bank", "Af1-juniper-kettle");
        await SaveAsync("laptop", "ftp.walnut.example", "alice-at-ftp", "Af2-walnut-changed");
        await Tablet.SyncAsync(automatic: true);
        await SaveAsync("tablet", "shop.hazel.example", "alice-at-shop", "Af3-hazel-window");
        await SaveAsync("tablet", "www.cedar.example", "alice-at-www", "Af4-cedar-changed");
        await Laptop.SyncAsync(automatic: true);
        await Laptop.DeleteCredentialAsync("news.aspen.example", synchronise: true);
        await JoinByPinAsync("watch", "Eurus, the watch");
        await SaveAsync("watch", "tax.rowan.example", "alice-at-tax", "Af5-rowan-ledger");
        await Tablet.SyncAsync(automatic: true);
        await Laptop.SyncAsync(automatic: true);
        Encode(FilesAfter, "laptop", "juniper-will", "The contents of the will under junipers.", signed: true);
        Encode(FilesAfter, "tablet", "hazel-poem", "The contents of the poem about hazels.", signed: true);
        PasswordsAfter.AddRange(_notes);
        Disk.Look();

        // Those who remain read everything, old and new.
        foreach (string machine in new[] { "laptop", "tablet", "watch" })
        {
            await Account(machine).SyncAsync(automatic: true);
            string[] known = [.. Account(machine).ListCredentials().Select(c => c.Password)];
            Assert.Superset(new HashSet<string> { "Bf3-maple-anchor", "Af2-walnut-changed", "Af4-cedar-changed", "Af5-rowan-ledger" }, known.ToHashSet());
            foreach (string sealedFile in FilesBefore.Concat(FilesAfter))
            {
                Assert.True(Account(machine).DecodeFile(sealedFile, sealedFile + "." + machine).PlaintextBytes > 0);
            }
        }
    }

    private async Task JoinByPinAsync(string machine, string description)
    {
        PinIssued pin = await Laptop.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
        Texts.Add(new Secret("PIN of " + machine, Encoding.Base32.Decode(pin.Pin)[1..]));
        await Machine(machine).RequestConnectionAsync(Address, pin.Pin, Text("device name", description));
        await Laptop.SyncAsync(automatic: true);
        await Machine(machine).CompleteConnectionAsync();
        await Account(machine).SyncAsync(automatic: true);
        Disk.Look();
    }

    private async Task SaveAsync(string machine, string site, string user, string password)
    {
        Assert.True((await Account(machine).AddCredentialAsync(
            Text("site", site), Text("user", user), Text("password", password), synchronise: true)).Sent);
        _notes.Add(password);
        Disk.Look();
    }

    private void Encode(List<string> files, string machine, string name, string content, bool signed)
    {
        string plain = File(Text("file name", name));
        System.IO.File.WriteAllText(plain, Text("file", content));
        Account(machine).EncodeFile(plain, plain + ".dare", [Address], signed ? [Address] : []);
        files.Add(plain + ".dare");
    }

    private string Text(string what, string text)
    {
        Texts.Add(Secret.OfText($"{what} '{text}'", text));
        return text;
    }
}
