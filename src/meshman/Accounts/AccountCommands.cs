// account hello | status | sync | info | pin | list | delete; create, escrow and rotate beside it (command-line reference, section 3).

using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Encoding;

namespace Mesh.Manager.Accounts;

/// <summary>Accounts on this machine.</summary>
internal static class AccountCommands
{
    public static Command Make(ManagerProgram program) => ManagerProgram.Group(
        "account",
        "Make an account and look after it",
        Hello(program),
        CreateCommand.Make(program),
        Status(program),
        Sync(program),
        Info(program),
        Pin(program),
        EscrowCommand.Make(program),
        RotateCommand.Make(program),
        List(program),
        Delete(program));

    private static Command Hello(ManagerProgram program)
    {
        var address = new FormedArgument<string?>("account", Forms.AddressOrDomain) { Arity = ArgumentArity.ZeroOrOne, Description = "address or domain; by default the account's" };
        var options = new AccountOptions();
        return program.Command("hello", "Contact the service and verify its profile", async (parsed, cancel) =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            HelloResult hello = parsed.GetValue(address) is { } given
                ? await machine.HelloAsync(given, cancel).ConfigureAwait(false)
                : await options.Open(machine, parsed).HelloAsync(cancel).ConfigureAwait(false);
            return new CommandResult("ResultHello")
                .Field("Version", hello.Version).Field("ServiceUdf", hello.ServiceUdf).Field("Domain", hello.Domain)
                .Line($"MeshService {hello.Version}").Line($"   Service UDF = {hello.ServiceUdf}");
        }, [address, .. options.All]);
    }

    private static Command Status(ManagerProgram program)
    {
        var options = new AccountOptions();
        return program.Command("status", "Show what is on this machine, without asking the service", parsed =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            AccountStatus status = options.Open(machine, parsed).Status();
            var result = new CommandResult("ResultStatus")
                .Field("AccountAddress", status.Address).Field("ProfileUdf", status.ProfileUdf)
                .Field("UnsentEdits", status.UnsentEdits).Field("UnansweredRequests", status.UnansweredRequests)
                .Line($"Account={status.Address}").Line($"UDF={status.ProfileUdf}");
            var stores = new List<CommandResult>();
            foreach (StoreState store in status.Stores)
            {
                string root = store.Root.IsEmpty ? "" : Base32.Encode(store.Root.Span, Udf.DefaultPrecision);
                stores.Add(new CommandResult("Store").Field("Store", store.Label).Field("Index", store.Count).Field("Digest", root));
                result.Line(string.Create(CultureInfo.InvariantCulture, $"   [{store.Label}] {store.Count}  {root}"));
            }

            result.Field("Stores", stores);
            if (status.UnsentEdits > 0)
            {
                result.Line($"   {Count(status.UnsentEdits, "change")} not sent yet: account sync sends them.");
            }

            if (status.UnansweredRequests > 0)
            {
                result.Line($"   {Count(status.UnansweredRequests, "request")} without an answer: account sync settles them.");
            }

            foreach (string pending in status.RotationPending)
            {
                result.Line($"   Not replaced yet after a removal: {pending}. Synchronise a device with the profile key, or use account rotate.");
            }

            return result;
        }, options.All);
    }

    private static Command Sync(ManagerProgram program)
    {
        var options = new AccountOptions();
        return program.Command("sync", "Bring this device and the service to the same state", async (parsed, cancel) =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            SyncReport report = await options.Open(machine, parsed).SyncAsync(parsed.GetValue(options.Auto), cancel).ConfigureAwait(false);
            if (report.Notices.FirstOrDefault(n => n.Kind == SyncNoticeKind.ChangesRefused) is { } refused)
            {
                report.Notices.Where(n => n != refused).ToList().ForEach(n => program.Note(n.Text));
                throw new CommandException(ExitCode.Refused, refused.Text);
            }

            var result = new CommandResult("ResultSync").Field("Fetched", report.Fetched).Field("Sent", report.Sent)
                .Field("Notices", report.Notices.Select(n => n.Text));
            if (report.Fetched > 0 || report.Sent > 0)
            {
                result.Line($"Fetched {Count(report.Fetched, "entry", "entries")}, sent {report.Sent}.");
            }

            foreach (SyncNotice notice in report.Notices)
            {
                result.Line(notice.Text);
            }

            return result;
        }, options.All);
    }

    private static Command Info(ManagerProgram program)
    {
        var options = new AccountOptions();
        return program.Command("info", "Show the public keys of the account", parsed =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            AccountInfo info = options.Open(machine, parsed).Info();
            var result = new CommandResult("ResultInfo")
                .Field("AccountAddress", info.Address).Field("ProfileUdf", info.ProfileUdf).Field("ServiceUdf", info.ServiceUdf)
                .Field("DeviceUdf", info.DeviceUdf).Field("Roles", info.Roles)
                .Field("Keys", info.Keys.Select(k => new CommandResult("Key").Field("Name", k.Name).Field("Udf", k.Udf)))
                .Line($"Account={info.Address}").Line($"UDF={info.ProfileUdf}")
                .Line($"   Service = {info.ServiceUdf}").Line($"   Device = {info.DeviceUdf} ({string.Join(", ", info.Roles)})");
            foreach (AccountKeyInfo key in info.Keys)
            {
                result.Line($"   {key.Name} = {key.Udf}");
            }

            return result;
        }, options.All);
    }

    private static Command Pin(ManagerProgram program)
    {
        var length = new NumberOption("--length", 24, 16, 48) { Description = "characters of random: 16 to 48" };
        var expire = new FormedOption<string>("--expire", Lifetime.Form) { DefaultValueFactory = _ => "1d", Description = "life: 1d, 12h, 30m; a bare number is days" };
        var uri = new Option<bool>("--uri") { Description = "print it as a URI" };
        var options = new AccountOptions();
        var roles = new RoleOptions();
        return program.Command("pin", "Make a PIN that admits one device", async (parsed, cancel) =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            MeshAccount account = await options.OpenSynchronisedAsync(program, machine, parsed, cancel).ConfigureAwait(false);
            PinIssued pin = await account.CreatePinAsync(
                parsed.GetValue(length), Lifetime.Parse(parsed.GetValue(expire)!), roles.Read(parsed), cancel).ConfigureAwait(false);
            string expires = pin.Expires.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            return new CommandResult("ResultPIN")
                .Field("MessagePIN", pin.Pin).Field("Uri", pin.Uri).Field("Expires", expires).Field("Roles", pin.Roles)
                .Line(parsed.GetValue(uri) ? $"URI={pin.Uri}" : $"PIN={pin.Pin}").Line($" (Expires={expires})");
        }, [length, expire, uri, .. options.All, .. roles.All]);
    }

    private static Command List(ManagerProgram program) => program.Command("list", "List the accounts on this machine", parsed =>
    {
        using MeshMachine machine = ManagerProgram.OpenMachine();
        var result = new CommandResult("ResultMachine");
        var entries = new List<CommandResult>();
        foreach (AccountSummary account in machine.Accounts())
        {
            entries.Add(new CommandResult("Account").Field("AccountAddress", account.Address).Field("ProfileUdf", account.ProfileUdf)
                .Field("DeviceUdf", account.DeviceUdf).Field("Local", account.LocalName).Field("Default", account.IsDefault)
                .Field("State", account.State.ToString()).Field("Roles", account.Roles));
            string mark = account.IsDefault ? " (default)" : "";
            string state = account.State == AccountState.Connected ? string.Join(", ", account.Roles) : account.State.ToString();
            result.Line($"{account.Address} {account.ProfileUdf}{mark} [{state}]");
        }

        if (entries.Count == 0)
        {
            result.Line("There is no account on this machine. Make one with: meshman account create name@domain");
        }

        return result.Field("Accounts", entries);
    });

    private static Command Delete(ManagerProgram program)
    {
        var udf = new FormedArgument<string>("udf", Forms.Account) { Description = "address or UDF of the account" };
        var service = new Option<bool>("--service") { Description = "end the account at the service as well" };
        var force = new Option<bool>("--force") { Description = "do not ask" };
        return program.Command("delete", "Remove an account from this device", async (parsed, cancel) =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            string name = parsed.GetValue(udf)!;
            bool atService = parsed.GetValue(service);
            AccountSummary? unfinished = atService ? null : machine.FindUnfinished(name);
            MeshAccount? account = unfinished is null ? machine.Account(name) : null;
            string question = unfinished is not null
                ? $"Forget {unfinished.Address}, which is not finished on this device? If the service took the address already, nobody gets it any more."
                : atService
                ? $"End {account!.Address} at its service and remove it from this device?"
                : $"Remove {account!.Address} and its keys from this device? Without another device or recovery shares the account is lost.";
            if (!parsed.GetValue(force) && !(program.Terminal.CanAsk && program.Terminal.Confirm(question)))
            {
                throw new CommandException(ExitCode.Refused, "Nothing was removed. Say --force to remove without being asked.");
            }

            string removed = await (unfinished is not null
                ? machine.ForgetUnfinishedAsync(unfinished, cancel)
                : machine.DeleteAccountAsync(account!, atService, cancel)).ConfigureAwait(false);
            return new CommandResult("ResultMachine").Field("ProfileUdf", removed).Line($"Account {removed} removed");
        }, udf, service, force);
    }

    private static string Count(int number, string one, string? many = null) =>
        number == 1 ? $"1 {one}" : $"{number} {many ?? one + "s"}";
}
