// Composition of a host: storage, directory of accounts, channel, Kestrel. TLS 1.3 or, on loopback and when told so, plain HTTP (ruling 17).

using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Service;

/// <summary>A running host of a service.</summary>
public sealed class ServiceHost : IAsyncDisposable
{
    private const double SlowestOctetsPerSecond = 4096;

    private readonly WebApplication _web;
    private readonly List<object> _parts;

    private ServiceHost(WebApplication web, List<object> parts, Uri address, int accounts)
    {
        _web = web;
        _parts = parts;
        Address = address;
        Accounts = accounts;
    }

    /// <summary>Where it listens, with the port that it was given.</summary>
    public Uri Address { get; }

    /// <summary>How many accounts were found.</summary>
    public int Accounts { get; }

    /// <summary>Starts a host.</summary>
    /// <exception cref="ServiceException"><see cref="ServiceError"/>: what an operator has to mend.</exception>
    public static async Task<ServiceHost> StartAsync(HostOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddJsonConsole(o => o.UseUtcTimestamp = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // what it has to say, StartAsync throws
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        WebApplication web = builder.Build();
        var parts = new List<object>();
        try
        {
            ILogger log = web.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Mesh.Service");
            (ChannelResponder responder, int accounts) = await ComposeAsync(options, parts, log, cancellation).ConfigureAwait(false);
            web.UseRouting();
            web.MapGet("/healthz", static context => context.Response.WriteAsync("ok\n"));
            web.MapMesh(responder, new BodyRoom(options.Policy.BodyOctets));
            await web.StartAsync(cancellation).ConfigureAwait(false);
            string address = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            log.Started(address, accounts);
            return new ServiceHost(web, parts, new Uri(address), accounts);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await ReleaseAsync(web, parts).ConfigureAwait(false);
            throw new ServiceException(ServiceError.Listen, $"{options.Listen} cannot be listened on: {e.Message}", e);
        }
        catch
        {
            await ReleaseAsync(web, parts).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until the host is told to stop, lets requests under way finish, and closes the logs.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = stop.Register(() => stopped.TrySetResult());
        await stopped.Task.ConfigureAwait(false);
        await _web.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await ReleaseAsync(_web, _parts).ConfigureAwait(false);

    private static async Task<(ChannelResponder Responder, int Accounts)> ComposeAsync(
        HostOptions options, List<object> parts, ILogger log, CancellationToken cancellation)
    {
        T Keep<T>(T part)
            where T : class
        {
            parts.Add(part);
            return part;
        }

        TimeProvider time = options.Time;
        SystemRandom random = SystemRandom.Instance;
        ServiceIdentity identity = Keep(ServiceIdentity.Open(options.Data, time));
        Keep(ServiceLock.Take(options.Data));
        PrivateSeal seal = Keep(new PrivateSeal(identity.Seal, random, time));
        LogStorage storage = Keep(Storage(options.Data, seal, random, time));
        AccountDirectory accounts = await AccountDirectory.LoadAsync(
            storage, log.AccountNotServed, cancellation).ConfigureAwait(false);
        if (AdministrationServer.Start(new AccountAdministration(storage, accounts, log), options.Data, log) is { } administration)
        {
            Keep(administration);
        }

        Keep(new GraceTime(storage, accounts, options.Policy, time, log)).Start();
        var service = new MeshService(identity, storage, accounts, options.Policy, random, time, log);
        var limits = new HandshakeLimits { ExemptLoopback = options.Listen.Scheme == Uri.UriSchemeHttp };
        HandshakeWorkers workers = Keep(new HandshakeWorkers(limits));
        ChannelHost channel = Keep(new ChannelHost(
            new Dictionary<ServiceDomain, HostIdentity> { [identity.Domain] = identity.Channel }, random, time));
        return (new ChannelResponder(channel, service, new AddressBuckets(limits, random, time), workers), accounts.All.Count());
    }

    /// <summary>The folder of the logs.</summary>
    internal static string AccountsOf(string data) => Path.Combine(Path.GetFullPath(data), "accounts");

    /// <summary>Where the accounts of a service are.</summary>
    internal static LogStorage Storage(string data, PrivateSeal seal, IRandomSource random, TimeProvider time) => new(
        AccountsOf(data), new LogStorageOptions { Log = new LogOptions { Seal = seal, Time = time, Random = random } });

    private static void Listen(KestrelServerOptions kestrel, HostOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = ProtocolLimits.Record;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;

        // Who sends or takes a long body slower than that keeps others from theirs.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(SlowestOctetsPerSecond, TimeSpan.FromSeconds(10));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(SlowestOctetsPerSecond, TimeSpan.FromSeconds(10));
        if (!IPAddress.TryParse(options.Listen.Host.Trim('[', ']'), out IPAddress? address))
        {
            throw new ServiceException(ServiceError.Listen, $"{options.Listen.Host} is not an IP address. Listen on one, for example https://0.0.0.0:443.");
        }

        if (options.Listen.Scheme == Uri.UriSchemeHttp)
        {
            if (!options.InsecureLoopback || !IPAddress.IsLoopback(address))
            {
                throw new ServiceException(
                    ServiceError.Listen, "Plain HTTP is for trials on this machine alone: a loopback address and --insecure-loopback. Otherwise give --certificate and --key.");
            }

            kestrel.Listen(address, options.Listen.Port);
            return;
        }

        (X509Certificate2 certificate, X509Certificate2Collection chain) = Certificate(options);
        kestrel.Listen(address, options.Listen.Port, listen => listen.UseHttps(certificate, https =>
        {
            https.SslProtocols = SslProtocols.Tls13;
            https.ServerCertificateChain = chain;
        }));
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Chain) Certificate(HostOptions options)
    {
        if (options.Certificate is null || options.CertificateKey is null)
        {
            throw new ServiceException(ServiceError.Listen, "HTTPS needs --certificate and --key, both PEM files.");
        }

        try
        {
            // What follows the host's own certificate in the file goes to clients, who hold the root alone.
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(options.Certificate);
            return (X509Certificate2.CreateFromPemFile(options.Certificate, options.CertificateKey), chain);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ServiceException(ServiceError.Listen, $"The certificate cannot be used: {e.Message}", e);
        }
    }

    private static async Task ReleaseAsync(WebApplication web, List<object> parts)
    {
        // One that cannot be closed keeps no other from it: logs are to be closed, keys cleared, the folder let go.
        List<Exception> failures = [];
        foreach (object part in Enumerable.Reverse(parts).Prepend(web))
        {
            try
            {
                if (part is IAsyncDisposable asynchronous)
                {
                    await asynchronous.DisposeAsync().ConfigureAwait(false);
                }
                else
                {
                    (part as IDisposable)?.Dispose();
                }
            }
            catch (Exception e) when (e is IOException or DareException or UnauthorizedAccessException)
            {
                failures.Add(e);
            }
        }

        parts.Clear();
        if (failures.Count > 0)
        {
            throw new DareException(
                DareError.Unavailable, "The service could not be closed in order: " + string.Join(" ", failures.Select(f => f.Message)), failures[0]);
        }
    }
}
