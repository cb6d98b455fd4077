using Mesh.Client;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;
using Mesh.Service;

namespace Mesh.EndToEnd.Tests;

/// <summary>One service that is killed again and again while devices of several accounts write, over one data folder.</summary>
internal sealed class KillLane(string name, int kills) : IDisposable
{
    private const int Accounts = 2;
    private const int KillsBetweenInspections = 20;
    private const int MessagesOfJoining = 2; // the second device's request and its end
    private readonly TempFolder _folder = new();
    private readonly SeededRandom _random = new(name);
    private readonly List<Sender> _senders = [];

    public int Acknowledged => _senders.Sum(s => s.Acknowledged);

    public int Unknown => _senders.Sum(s => s.Unknown);

    public int Kills { get; private set; }

    public async Task RunAsync()
    {
        string data = _folder.File("provider");
        HostProcess.Create(data);
        HostProcess host = await HostProcess.StartAsync(data);
        try
        {
            await PopulateAsync(host);
            for (int kill = 0; kill < kills; kill++)
            {
                await LoadAndKillAsync(host);
                if (kill % KillsBetweenInspections == 0)
                {
                    await InspectAsync(data);
                }

                if (kill % 4 == 3)
                {
                    // Killed while it recovers: what is cut short once may be cut short twice.
                    await HostProcess.KillWhileStartingAsync(data, TimeSpan.FromMilliseconds(150 + _random.Next(250)));
                    Kills++;
                }

                await host.DisposeAsync();
                host = await HostProcess.StartAsync(data);
            }

            await FinishAsync(host);
            Assert.Equal(0, await host.StopAsync());
        }
        finally
        {
            await host.DisposeAsync();
        }

        ProgramRun verified = await BuiltProgram.RunAsync(BuiltProgram.Start(BuiltProgram.Host, ["verify", "--data", data]));
        Assert.True(verified.ExitCode == 0, verified.ToString());
        await InspectAsync(data);
    }

    public void Dispose()
    {
        _senders.ForEach(s => s.Dispose());
        _folder.Dispose();
    }

    // Two devices in each account: their changes meet in one log, and in one flush.
    private async Task PopulateAsync(HostProcess host)
    {
        for (int i = 0; i < Accounts; i++)
        {
            string address = $"person{i}@{HostProcess.Domain}";
            MachineOptions[] options =
            [
                .. new[] { $"first{i}", $"second{i}" }.Select(n => new MachineOptions
                {
                    Root = _folder.File(n),
                    Variable = v => v == "MESH_RESOLVE" ? host.Resolve : null,
                }),
            ];
            using MeshMachine first = MeshMachine.Open(options[0]);
            using MeshMachine second = MeshMachine.Open(options[1]);
            await first.CreateAccountAsync(address);
            PinIssued pin = await first.Account().CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
            await second.RequestConnectionAsync(address, pin.Pin);
            await first.Account().SyncAsync(automatic: true);
            await second.CompleteConnectionAsync();
            await second.Account().SyncAsync(automatic: true);
            for (int device = 0; device < options.Length; device++)
            {
                using var parts = new MachineParts(options[device]);
                _senders.Add(new Sender(parts, first.Account().ProfileUdf, writesPasswords: device == 0));
            }
        }
    }

    private async Task LoadAndKillAsync(HostProcess host)
    {
        int left = _random.Next(12); // with none left it is killed before it has acknowledged anything
        using var reached = new SemaphoreSlim(left == 0 ? 1 : 0);
        await WithClientsAsync(host, async clients =>
        {
            Task[] sending = [.. _senders.Select(async (sender, i) =>
            {
                try
                {
                    await sender.CheckAsync(clients[i], _random);
                }
                catch (ProtocolException e) when (e.Code is ProtocolError.OutcomeUnknown or ProtocolError.Unreachable)
                {
                    return;
                }

                await sender.SendAsync(clients[i], () =>
                {
                    if (Interlocked.Decrement(ref left) == 0)
                    {
                        reached.Release();
                    }
                });
            })];
            Task stopped = Task.WhenAll(sending);
            await Task.WhenAny(reached.WaitAsync(), stopped);
            await Task.Delay(_random.Next(8)); // anywhere within what is under way
            await host.KillAsync();
            Kills++;
            await stopped;
        });
    }

    // All are answered in the end, and each change was made once.
    private Task FinishAsync(HostProcess host) => WithClientsAsync(host, async clients =>
    {
        for (int i = 0; i < _senders.Count; i++)
        {
            await _senders[i].CheckAsync(clients[i], _random);
            await _senders[i].SettleAsync(clients[i]);
        }
    });

    // Reads a copy of every log from its first octet on, without help of the side file.
    private async Task InspectAsync(string data)
    {
        using var copy = new TempFolder();
        foreach (var account in _senders.GroupBy(s => s.Account))
        {
            string log = AccountName.Parse(account.Key) + ".log";
            File.Copy(Path.Combine(data, "accounts", log), copy.File(log));
            AccountLog opened = await AccountLog.OpenAsync(copy.File(log), new LogOptions());
            await using (opened)
            {
                Assert.True(opened.IsWritable, opened.Report.ToString());
                foreach (StoreStatus store in opened.Status())
                {
                    StoreFrame last = StoreFrame.Parse(opened.Read(store.Label, store.Count - 1)!.Frames.Single());
                    Assert.Equal(store.Root.ToArray(), last.ApexDigest.ToArray());
                }

                string[] messages =
                [
                    .. opened.Read(LogLabel.Parse(StoreLabel.Inbound), 1)!.Frames.Select(f => StoreFrame.Parse(f).Envelope.Header.EnvelopeId!),
                ];
                Assert.Equal(messages.Length, messages.Distinct().Count());
                Assert.Superset(account.SelectMany(s => s.Messages).ToHashSet(), messages.ToHashSet());

                // What was done and not acknowledged yet is at most one change of each device.
                long passwords = opened.Status(LogLabel.Parse(StoreLabel.Credential))!.Count - 1;
                Assert.InRange(passwords, account.Sum(s => s.Passwords), account.Sum(s => s.Passwords) + 1);
                int messagesOfSenders = messages.Length - MessagesOfJoining;
                Assert.InRange(messagesOfSenders, account.Sum(s => s.Acknowledged), account.Sum(s => s.Acknowledged) + account.Count());
            }
        }
    }

    private async Task WithClientsAsync(HostProcess host, Func<MeshChannelClient[], Task> use)
    {
        using var transport = new HttpTransport(new HttpTransportOptions(), TimeProvider.System);
        MemoryTicketCache[] tickets = [.. _senders.Select(_ => new MemoryTicketCache(TimeProvider.System))];
        try
        {
            await use([.. tickets.Select(t => Client(host, transport, t))]);
        }
        finally
        {
            tickets.ToList().ForEach(t => t.Dispose());
        }
    }

    private static MeshChannelClient Client(HostProcess host, HttpTransport transport, MemoryTicketCache tickets) => new(
        new ServiceDiscovery(
            new DnsClient(DnsServers.OfThisMachine(), SystemRandom.Instance, TimeProvider.System), SystemRandom.Instance, ServiceOverride.Parse(host.Resolve)),
        transport,
        new HostAcceptance(new HostChain(), FirstContact.Rule, TimeProvider.System),
        tickets,
        SystemRandom.Instance,
        TimeProvider.System,
        new MeshChannelOptions { HostsTried = 1 });
}
