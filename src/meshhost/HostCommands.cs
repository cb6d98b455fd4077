// create | start | verify | about; account and dns beside it (command-line reference, section 11).

using System.CommandLine;
using System.Globalization;
using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Service;

namespace Mesh.Host;

/// <summary>The commands of meshhost.</summary>
internal static class HostCommands
{
    public static Command Make(Terminal terminal, StopSignal stop)
    {
        var reporting = new ReportingOptions();
        var root = ProgramRoot.Make("meshhost", "A Mesh service: it stores and hands on what it cannot read.");
        reporting.AddTo(root);
        root.Add(Create(terminal, reporting));
        root.Add(Start(terminal, stop));
        root.Add(Verify(terminal, reporting));
        root.Add(Accounts.AccountCommands.Make(terminal, reporting));
        root.Add(DnsCommand.Make(terminal, reporting));
        root.Add(About(terminal, reporting));
        return root;
    }

    public static FormedOption<string> Data() => new("--data", ValueForm.File) { Required = true, Description = "the folder of the service" };

    private static Command Create(Terminal terminal, ReportingOptions reporting)
    {
        var domain = new FormedArgument<string>("domain", Forms.Domain) { Description = "the domain of the addresses, for example example.com" };
        FormedOption<string> data = Data();
        var command = new Command("create", "Make a service") { domain, data };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(data)!;
            ServiceIdentity.Create(folder, parsed.GetValue(domain)!, SystemRandom.Instance, TimeProvider.System);
            using ServiceIdentity identity = ServiceIdentity.Open(folder, TimeProvider.System);
            return reporting.Print(terminal, parsed, new CommandResult("ResultCreateService")
                .Field("Domain", identity.Domain.Name).Field("ServiceUdf", identity.Profile.Value.Udf).Field("Data", Path.GetFullPath(folder))
                .Line($"Service={identity.Domain.Name}").Line($"UDF={identity.Profile.Value.Udf}")
                .VerboseLine($"Its keys are in {Path.GetFullPath(folder)}/keys: back them up, and let nobody else read them."));
        });
        return command;
    }

    private static Command Start(Terminal terminal, StopSignal stop)
    {
        FormedOption<string> data = Data();
        var listen = new FormedOption<string>("--listen", Forms.Url) { DefaultValueFactory = _ => "https://0.0.0.0:443", Description = "IP address and port, as a URL" };
        var insecure = new Option<bool>("--insecure-loopback") { Description = "permit plain HTTP on a loopback address, for trials" };
        var closed = new Option<bool>("--closed") { Description = "take no new accounts" };
        var quota = new NumberOption("--quota", 1024, 1, 1 << 20) { Description = "megabytes for every account that has no quota of its own" };
        var certificate = new FormedOption<string?>("--certificate", ValueForm.File) { Description = "PEM file of the TLS certificate" };
        var key = new FormedOption<string?>("--key", ValueForm.File) { Description = "PEM file of its private key" };
        var command = new Command("start", "Run the service until SIGTERM") { data, listen, insecure, closed, quota, certificate, key };
        command.SetAction(async (parsed, _) =>
        {
            await using ServiceHost host = await ServiceHost.StartAsync(
                new HostOptions
                {
                    Data = parsed.GetValue(data)!,
                    Listen = new Uri(parsed.GetValue(listen)!),
                    InsecureLoopback = parsed.GetValue(insecure),
                    Certificate = parsed.GetValue(certificate),
                    CertificateKey = parsed.GetValue(key),
                    Policy = new ServicePolicy { Closed = parsed.GetValue(closed), AccountOctets = (long)parsed.GetValue(quota) << 20 },
                },
                stop.Token).ConfigureAwait(false);
            terminal.Out.WriteLine(host.Address.GetLeftPart(UriPartial.Authority));
            terminal.Out.Flush();
            await host.RunAsync(stop.Token).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Verify(Terminal terminal, ReportingOptions reporting)
    {
        FormedOption<string> data = Data();
        var command = new Command("verify", "Check keys, profiles and the logs of all accounts; the service must be stopped, nothing is changed") { data };
        command.SetAction(async (parsed, cancel) =>
        {
            string folder = parsed.GetValue(data)!;
            using ServiceIdentity identity = ServiceIdentity.Open(folder, TimeProvider.System);
            IReadOnlyList<AccountFinding> accounts = await AccountVerification.VerifyAsync(identity, folder, TimeProvider.System, cancel).ConfigureAwait(false);
            string since = identity.Profile.Value.Updated?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
            CommandResult result = new CommandResult(
                    "ResultVerifyService", accounts.All(a => a.Condition == AccountCondition.Sound) ? ExitCode.Success : ExitCode.VerificationFailed)
                .Field("Domain", identity.Domain.Name).Field("ServiceUdf", identity.Profile.Value.Udf)
                .Field("Accounts", accounts.Select(a => new CommandResult("Account")
                    .Field("AccountAddress", a.Address).Field("ProfileUdf", a.ProfileUdf).Field("State", State(a)).Field("Octets", a.Octets).Field("Problem", a.Problem)))
                .Line($"Service={identity.Domain.Name}").Line($"UDF={identity.Profile.Value.Udf}")
                .Line($"Verified: keys, profile of {since}, host and its connection belong together");
            foreach (AccountFinding account in accounts)
            {
                result.Line($"{account.Address ?? "?"} {account.ProfileUdf} [{State(account)}]{(account.Problem is { } problem ? " " + problem : "")}");
            }

            return reporting.Print(terminal, parsed, result);
        });
        return command;
    }

    private static string State(AccountFinding account) => account.Condition switch
    {
        AccountCondition.Sound => "sound",
        AccountCondition.Torn => "torn",
        AccountCondition.Corrupt => "corrupt",
        _ => "unreadable",
    };

    private static Command About(Terminal terminal, ReportingOptions reporting)
    {
        var command = new Command("about", "Say which version this is");
        command.SetAction(parsed =>
        {
            string version = typeof(HostCommands).Assembly.GetName().Version!.ToString(3);
            return reporting.Print(terminal, parsed, new CommandResult("ResultAbout").Field("Version", version).Line($"meshhost {version}"));
        });
        return command;
    }
}
