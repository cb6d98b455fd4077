using System.Net.Sockets;
using System.Text.Json;

namespace Mesh.Service;

/// <summary>Administration of the service that runs on a folder.</summary>
internal sealed class AdministrationClient(string data) : IServiceAdministration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AccountReport>> ListAsync(CancellationToken cancellation = default) =>
        AskAsync(new AdministrationRequest(AdministrationVerb.List), cancellation);

    /// <inheritdoc/>
    public Task<AccountReport> GetAsync(string account, CancellationToken cancellation = default) =>
        OneAsync(new AdministrationRequest(AdministrationVerb.Get, account), cancellation);

    /// <inheritdoc/>
    public Task<AccountReport> SetQuotaAsync(string account, long? quota, CancellationToken cancellation = default) =>
        OneAsync(new AdministrationRequest(AdministrationVerb.Quota, account, quota), cancellation);

    /// <inheritdoc/>
    public Task<AccountReport> SetSuspendedAsync(string account, bool suspended, CancellationToken cancellation = default) =>
        OneAsync(new AdministrationRequest(AdministrationVerb.Suspend, account, null, suspended), cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<AccountReport> OneAsync(AdministrationRequest request, CancellationToken cancellation) =>
        await AskAsync(request, cancellation).ConfigureAwait(false) is [var account] ? account : throw Unusable(null);

    private async Task<IReadOnlyList<AccountReport>> AskAsync(AdministrationRequest request, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            using Socket socket = AdministrationSocket.Make();
            await socket.ConnectAsync(AdministrationSocket.Of(data) ?? throw Unusable(null), limit.Token).ConfigureAwait(false);
            if (!AdministrationSocket.IsPeerAllowed(socket))
            {
                throw Unusable(null);
            }

            using var stream = new NetworkStream(socket);
            string asked = JsonSerializer.Serialize(request, AdministrationContext.Default.AdministrationRequest);
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(asked + "\n"), limit.Token).ConfigureAwait(false);
            return await ReadAsync(stream, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or IOException or JsonException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw Unusable(e);
        }
    }

    private async Task<IReadOnlyList<AccountReport>> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        List<AccountReport> accounts = [];
        using var reader = new StreamReader(stream, System.Text.Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } text)
        {
            AdministrationLine line = JsonSerializer.Deserialize(text, AdministrationContext.Default.AdministrationLine) ?? throw new JsonException();
            if (line.Error is { } error)
            {
                throw new ServiceException(error, line.Message ?? "The service refused.");
            }

            if (line.IsEnd)
            {
                return accounts;
            }

            accounts.Add(line.Account!);
        }

        throw Unusable(null);
    }

    private ServiceException Unusable(Exception? cause)
    {
        string message = $"A service uses {data}, and does not answer on {AdministrationSocket.PathOf(data)}. Run the command as the user of the service, or stop it first.";
        return cause is null ? new ServiceException(ServiceError.Administration, message) : new ServiceException(ServiceError.Administration, message, cause);
    }
}
