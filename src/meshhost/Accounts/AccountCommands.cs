// account list | get | quota | suspend (command-line reference, section 11; Mesh rulings 27). They work on the folder, or through the service
// that runs there.

using System.CommandLine;
using System.Globalization;
using Mesh.CommandLine;
using Mesh.Service;

namespace Mesh.Host.Accounts;

/// <summary>The accounts of a service, for its operator.</summary>
internal static class AccountCommands
{
    private const int Kilobyte = 1024;
    private const int MostGigabytes = 1024;

    public static Command Make(Terminal terminal, ReportingOptions reporting)
    {
        var group = new Command("account", "Look after the accounts; a running service is asked, a stopped one's folder changed");
        group.Add(List(terminal, reporting));
        group.Add(Get(terminal, reporting));
        group.Add(Quota(terminal, reporting));
        group.Add(Suspend(terminal, reporting));
        return group;
    }

    private static Command List(Terminal terminal, ReportingOptions reporting)
    {
        FormedOption<string> data = HostCommands.Data();
        var command = new Command("list", "List the accounts") { data };
        command.SetAction(async (parsed, cancel) =>
        {
            IServiceAdministration service = await OpenAsync(terminal, parsed.GetValue(data)!, cancel).ConfigureAwait(false);
            await using (service.ConfigureAwait(false))
            {
                IReadOnlyList<AccountReport> accounts = await service.ListAsync(cancel).ConfigureAwait(false);
                var result = new CommandResult("ResultAccounts").Field("Accounts", accounts.Select(a => Entry(new CommandResult("Account"), a)));
                foreach (AccountReport account in accounts)
                {
                    result.Line(Line(account));
                }

                return reporting.Print(terminal, parsed, result);
            }
        });
        return command;
    }

    private static Command Get(Terminal terminal, ReportingOptions reporting)
    {
        FormedOption<string> data = HostCommands.Data();
        FormedArgument<string> account = Account();
        var command = new Command("get", "Show an account: its state, space and numbers of entries") { account, data };
        command.SetAction((parsed, cancel) => ReportAsync(
            terminal, reporting, parsed, data, service => service.GetAsync(parsed.GetValue(account)!, cancel), cancel));
        return command;
    }

    private static Command Quota(Terminal terminal, ReportingOptions reporting)
    {
        FormedOption<string> data = HostCommands.Data();
        FormedArgument<string> account = Account();
        NumberOption kilobytes = Size("--kb", MostGigabytes * Kilobyte * Kilobyte, "kilobytes");
        NumberOption megabytes = Size("--mb", MostGigabytes * Kilobyte, "megabytes");
        NumberOption gigabytes = Size("--gb", MostGigabytes, "gigabytes");
        var preset = new Option<bool>("--default") { Description = "the space that every account has" };
        var command = new Command("quota", "Set the space that an account may take") { account, kilobytes, megabytes, gigabytes, preset, data };
        command.SetAction((parsed, cancel) =>
        {
            Option[] given = [.. new Option[] { kilobytes, megabytes, gigabytes }.Where(o => parsed.GetResult(o) is { Implicit: false })];
            if (given.Length + (parsed.GetValue(preset) ? 1 : 0) != 1)
            {
                throw CommandException.Usage("Say one of --kb, --mb, --gb and --default.");
            }

            long? quota = parsed.GetValue(preset)
                ? null
                : parsed.GetValue((Option<int>)given[0]) * (given[0] == kilobytes ? 1L : given[0] == megabytes ? Kilobyte : Kilobyte * (long)Kilobyte);
            return ReportAsync(terminal, reporting, parsed, data, service => service.SetQuotaAsync(parsed.GetValue(account)!, quota, cancel), cancel);
        });
        return command;
    }

    private static Command Suspend(Terminal terminal, ReportingOptions reporting)
    {
        FormedOption<string> data = HostCommands.Data();
        FormedArgument<string> account = Account();
        var lift = new Option<bool>("--lift") { Description = "end the suspension" };
        var command = new Command("suspend", "Keep an account from changing; its owner can still read it and end it") { account, lift, data };
        command.SetAction((parsed, cancel) => ReportAsync(
            terminal, reporting, parsed, data, service => service.SetSuspendedAsync(parsed.GetValue(account)!, !parsed.GetValue(lift), cancel), cancel));
        return command;
    }

    private static FormedArgument<string> Account() => new("account", Forms.Account) { Description = "address or UDF of the account" };

    private static NumberOption Size(string name, int most, string unit) => new(name, 1, 1, most) { Description = unit };

    private static Task<IServiceAdministration> OpenAsync(Terminal terminal, string data, CancellationToken cancel) =>
        ServiceAdministration.OpenAsync(data, TimeProvider.System, problem => terminal.Error.WriteLine(TerminalText.Neutralise(problem)), cancel);

    private static async Task<int> ReportAsync(
        Terminal terminal, ReportingOptions reporting, ParseResult parsed, FormedOption<string> data, Func<IServiceAdministration, Task<AccountReport>> ask,
        CancellationToken cancel)
    {
        IServiceAdministration service = await OpenAsync(terminal, parsed.GetValue(data)!, cancel).ConfigureAwait(false);
        await using (service.ConfigureAwait(false))
        {
            AccountReport account = await ask(service).ConfigureAwait(false);
            CommandResult result = Entry(new CommandResult("ResultAccount"), account)
                .Field("Octets", account.Octets)
                .Field("Stores", account.Stores.OrderBy(s => s.Key, StringComparer.Ordinal)
                    .Select(s => new CommandResult("Store").Field("Store", s.Key).Field("Index", s.Value)))
                .Line(Line(account));
            if (account.Octets is { } octets)
            {
                result.Line($"   Space = {Megabytes(octets)}");
            }

            result.Line($"   Quota = {(account.Quota is { } quota ? Megabytes(quota * Kilobyte) : "default")}");
            foreach ((string store, long count) in account.Stores.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                result.VerboseLine(string.Create(CultureInfo.InvariantCulture, $"   [{store}] {count}"));
            }

            return reporting.Print(terminal, parsed, result);
        }
    }

    private static CommandResult Entry(CommandResult result, AccountReport account) => result
        .Field("AccountAddress", account.Address).Field("ProfileUdf", account.ProfileUdf).Field("State", State(account)).Field("QuotaKb", account.Quota)
        .Field("Ended", account.Ended?.ToString("u", CultureInfo.InvariantCulture));

    private static string Line(AccountReport account) => $"{account.Address} {account.ProfileUdf} [{State(account)}]";

    private static string State(AccountReport account) => account.Ended is not null ? "ended" : account.IsSuspended ? "suspended" : "in use";

    private static string Megabytes(long octets) => string.Create(CultureInfo.InvariantCulture, $"{octets / (double)(Kilobyte * Kilobyte):0.##} MB");
}
