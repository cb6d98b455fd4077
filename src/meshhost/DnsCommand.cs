using System.CommandLine;
using System.Net;
using Mesh.CommandLine;
using Mesh.Protocol;
using Mesh.Service;

namespace Mesh.Host;

/// <summary><c>dns</c>: the records to publish so that clients find the service (Mesh protocol, section 9).</summary>
internal static class DnsCommand
{
    public static Command Make(Terminal terminal, ReportingOptions reporting)
    {
        FormedOption<string> data = HostCommands.Data();
        var host = new FormedOption<string?>("--host", Forms.Domain) { Description = "the name of the host; by default mmm.<domain>" };
        var port = new NumberOption("--port", 443, 1, 65_535) { Description = "the port that clients reach it on" };
        var addresses = new FormedOption<string[]>("--address", Forms.IpAddress) { Description = "an IP address of the host (repeatable)" };
        var command = new Command("dns", "Print the DNS records to publish") { data, host, port, addresses };
        command.SetAction(parsed =>
        {
            using ServiceIdentity identity = ServiceIdentity.Open(parsed.GetValue(data)!, TimeProvider.System);
            var records = new ServiceRecords(
                identity.Domain,
                identity.Profile.Value.Udf,
                parsed.GetValue(host) is { } named ? ServiceDomain.Parse(named) : ServiceRecords.DefaultHost(identity.Domain),
                parsed.GetValue(port),
                [.. (parsed.GetValue(addresses) ?? []).Select(IPAddress.Parse)]);
            IReadOnlyList<string> lines = records.ToZone();
            var result = new CommandResult("ResultDns").Field("Records", lines);
            foreach (string line in lines)
            {
                result.Line(line);
            }

            if (records.Addresses.Count == 0)
            {
                result.Line($"; {records.Host} needs A and AAAA records: --address adds them.");
            }

            return reporting.Print(terminal, parsed, result);
        });
        return command;
    }
}
