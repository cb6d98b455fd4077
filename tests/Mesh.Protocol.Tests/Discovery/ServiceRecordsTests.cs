using System.Globalization;
using System.Net;

namespace Mesh.Protocol.Tests;

/// <summary>What an operator is told to publish is what clients find.</summary>
public sealed class ServiceRecordsTests
{
    private const string Udf = "MAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG";

    [Theory]
    [InlineData("mmm.example.com", 443)]
    [InlineData("host7.example.net", 8443)]
    [InlineData("example.com", 443)]
    public async Task Clients_find_the_service_by_the_records(string host, int port)
    {
        var records = new ServiceRecords(
            ServiceDomain.Parse("Example.COM"), Udf, ServiceDomain.Parse(host), port, [IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")]);
        FakeNames names = Publish(records.ToZone());
        var discovery = new ServiceDiscovery(names, new SeededRandom("records"), ServiceOverride.Parse(""));
        ServiceEndpoint endpoint = Assert.Single(await discovery.FindAsync(
            new ServiceTarget(ServiceDomain.Parse("example.com")), CancellationToken.None));
        Assert.Equal((host, port, Udf, true), (endpoint.Host, endpoint.Port, endpoint.Udf, endpoint.IsSecure));
        Assert.Equal(["2001:db8::7", "192.0.2.7"], endpoint.Addresses.Select(a => a.ToString()));
        Assert.Equal(["/.well-known/mmm"], endpoint.Paths);
    }

    [Fact]
    public void The_default_host_is_the_one_that_clients_fall_back_to() =>
        Assert.Equal("mmm.example.com", ServiceRecords.DefaultHost(ServiceDomain.Parse("example.com")).Name);

    [Fact]
    public void The_zone_is_as_recorded() => Assert.Equal(
        [
            $"_mmm._tcp.example.com. 3600 IN SRV 1 1 443 mmm.example.com.",
            $"_mmm._tcp.example.com. 3600 IN TXT \"path=/.well-known/mmm\" \"version=3.0\" \"udf={Udf}\"",
            $"_mmm._tcp.mmm.example.com. 3600 IN TXT \"udf={Udf}\"",
            "mmm.example.com. 3600 IN A 192.0.2.7",
            "mmm.example.com. 3600 IN AAAA 2001:db8::7",
        ],
        new ServiceRecords(
            ServiceDomain.Parse("example.com"), Udf, ServiceDomain.Parse("mmm.example.com"), 443,
            [IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")]).ToZone());

    // A small name server's reading of a zone file: name, lifetime, class, type, data.
    private static FakeNames Publish(IEnumerable<string> zone)
    {
        var names = new FakeNames();
        foreach (string[] fields in zone.Select(l => l.Split(' ', 5)))
        {
            string name = fields[0].TrimEnd('.');
            string[] data = fields[4].Split(' ');
            switch (fields[3])
            {
                case "SRV":
                    names.Srv(
                        name, ushort.Parse(data[0], CultureInfo.InvariantCulture), ushort.Parse(data[1], CultureInfo.InvariantCulture),
                        ushort.Parse(data[2], CultureInfo.InvariantCulture), data[3].TrimEnd('.'));
                    break;
                case "TXT":
                    names.Txt(name, [.. data.Select(d => d.Trim('"'))]);
                    break;
                default:
                    names.Address(name, fields[4]);
                    break;
            }
        }

        return names;
    }
}
