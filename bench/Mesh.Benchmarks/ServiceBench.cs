using System.Net;
using Mesh.Client;
using Mesh.Cryptography;
using Mesh.Protocol;
using Mesh.Schema;
using Mesh.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Benchmarks;

/// <summary>
/// A service on loopback under clients in the same process. Requests (Status) against the same octets through a bare web server; durable
/// transactions (a message of 1 KiB into a spool) against a program that appends as many octets to one file for each client and flushes it.
/// </summary>
internal static class ServiceBench
{
    private const int Rounds = 9;
    private const int MessageOctets = 1024;

    public static IEnumerable<Comparison> Run()
    {
        using var stage = new Stage();
        foreach (int clients in new[] { 1, 64 })
        {
            int requests = clients == 1 ? 400 : 32;
            using ServiceWorld world = ServiceWorld.StartAsync(stage.File($"service{clients}"), clients).GetAwaiter().GetResult();
            yield return Rate($"requests/s, {clients} clients / web", clients * requests, () => world.StatusAsync(requests), () => world.EchoAsync(requests));
            int changes = clients == 1 ? 150 : 16;
            yield return Rate($"transactions/s, {clients} clients / fsync", clients * changes, () => world.TransactAsync(changes), () => world.FlushAsync(changes));
        }
    }

    private static Comparison Rate(string name, int count, Func<Task> ours, Func<Task> theirs)
    {
        Comparison c = Paired.Durations(name, () => ours().GetAwaiter().GetResult(), () => theirs().GetAwaiter().GetResult(), Rounds);
        return c with { Ours = count / c.Ours, Theirs = count / c.Theirs, Unit = "1/s" };
    }

    /// <summary>The service, a bare web server, and accounts with a device each.</summary>
    private sealed class ServiceWorld : IDisposable
    {
        private readonly List<BenchClient> _clients = [];
        private readonly HttpTransport _transport = new(new HttpTransportOptions(), TimeProvider.System);
        private readonly ServiceHost _host;
        private readonly WebApplication _echo;
        private readonly ServiceEndpoint _echoEndpoint;
        private readonly byte[] _body = new byte[1500];

        private ServiceWorld(ServiceHost host, WebApplication echo)
        {
            _host = host;
            _echo = echo;
            var address = new Uri(echo.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            _echoEndpoint = new ServiceEndpoint("127.0.0.1", address.Port, [IPAddress.Loopback], ["/.well-known/mmm"], IsSecure: false, Udf: null);
        }

        public static async Task<ServiceWorld> StartAsync(string folder, int clients)
        {
            ServiceIdentity.Create(folder, "example.com", SystemRandom.Instance, TimeProvider.System);
            ServiceHost host = await ServiceHost.StartAsync(new HostOptions
            {
                Data = folder,
                Listen = new Uri("http://127.0.0.1:0"),
                InsecureLoopback = true,
                Policy = new ServicePolicy
                {
                    AccountBurst = 1000, ChangesPerDay = int.MaxValue, RequestBurst = TokenTable.LargestBurst, RequestsPerSecond = 1e9,
                },
            });
            var world = new ServiceWorld(host, await EchoAsync());
            for (int i = 0; i < clients; i++)
            {
                world._clients.Add(await BenchClient.CreateAsync(Path.Combine(folder + "-homes", i.ToString(System.Globalization.CultureInfo.InvariantCulture)), i, host.Address));
            }

            return world;
        }

        public Task StatusAsync(int each) => AllAsync(each, c => c.StatusAsync());

        public Task TransactAsync(int each) => AllAsync(each, c => c.TransactAsync(MessageOctets));

        public Task FlushAsync(int each) => AllAsync(each, c => c.FlushAsync(3 * MessageOctets));

        public Task EchoAsync(int each) => AllAsync(each, async _ =>
        {
            await using IConversation conversation = _transport.Open(_echoEndpoint);
            await conversation.PostAsync(_body, 1 << 20, default);
        });

        public void Dispose()
        {
            _clients.ForEach(c => c.Dispose());
            _host.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _echo.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _transport.Dispose();
        }

        private Task AllAsync(int each, Func<BenchClient, Task> act) => Task.WhenAll(_clients.Select(client => Task.Run(async () =>
        {
            for (int i = 0; i < each; i++)
            {
                await act(client);
            }
        })));

        private static async Task<WebApplication> EchoAsync()
        {
            WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.Services.AddRoutingCore();
            builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
            WebApplication web = builder.Build();
            web.UseRouting();
            web.MapPost("/.well-known/mmm", static async context =>
            {
                byte[] body = new byte[context.Request.ContentLength!.Value];
                await context.Request.Body.ReadExactlyAsync(body);
                context.Response.ContentType = "application/octet-stream";
                context.Response.ContentLength = 8 * body.Length;
                for (int i = 0; i < 8; i++)
                {
                    await context.Response.Body.WriteAsync(body);
                }
            });
            await web.StartAsync();
            return web;
        }
    }
}
