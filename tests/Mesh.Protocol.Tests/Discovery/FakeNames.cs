using System.Net;

namespace Mesh.Protocol.Tests;

/// <summary>A name system of a few records; anything else does not exist.</summary>
internal sealed class FakeNames : INameResolver
{
    private readonly Dictionary<(string Name, DnsType Type), List<DnsRecord>> _records = [];

    public List<string> Asked { get; } = [];

    public Exception? Failure { get; set; }

    /// <summary>The end of the names that fail; all of them where it is null.</summary>
    public string? FailingName { get; set; }

    public FakeNames Srv(string name, ushort priority, ushort weight, ushort port, string target) =>
        Add(name, DnsType.Srv, new DnsService(priority, weight, port, target));

    public FakeNames Txt(string name, params string[] strings) => Add(name, DnsType.Txt, new DnsText(strings));

    public FakeNames Address(string name, string address)
    {
        IPAddress parsed = IPAddress.Parse(address);
        bool four = parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        return Add(name, four ? DnsType.A : DnsType.Aaaa, new DnsAddress(parsed));
    }

    public Task<DnsAnswer> ResolveAsync(string name, DnsType type, CancellationToken cancellation)
    {
        lock (Asked)
        {
            Asked.Add($"{type} {name}");
        }

        if (Failure is not null && (FailingName is null || name.EndsWith(FailingName, StringComparison.Ordinal)))
        {
            return Task.FromException<DnsAnswer>(Failure);
        }

        return Task.FromResult(_records.TryGetValue((name, type), out List<DnsRecord>? found)
            ? new DnsAnswer(DnsStatus.NoError, false, found)
            : new DnsAnswer(DnsStatus.NoSuchName, false, []));
    }

    private FakeNames Add(string name, DnsType type, DnsRecord record)
    {
        if (!_records.TryGetValue((name, type), out List<DnsRecord>? list))
        {
            _records[(name, type)] = list = [];
        }

        list.Add(record);
        return this;
    }
}
