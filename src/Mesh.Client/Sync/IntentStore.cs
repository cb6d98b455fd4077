// Before a state change is sent, its octets are written down; until its outcome is known it is repeated, octet for octet, before anything
// else (Mesh channel, section 4).

using System.Text.Json;
using Mesh.Dare;
using Mesh.Protocol;

namespace Mesh.Client;

/// <summary>The request of unknown outcome in an account's log, of which there is at most one.</summary>
internal static class IntentStore
{
    private const string RequestKey = "request";
    private const string EditsKey = "edits";
    private static readonly PrivateLabel Label = PrivateLabel.Parse("~Intents");

    public static bool Exists(AccountLog log) => log.PrivateKeys(Label).Contains(RequestKey);

    public static (RequestIntent Intent, IReadOnlyList<string> Edits)? Find(AccountLog log)
    {
        if (log.Private(Label, RequestKey) is not { } octets)
        {
            return null;
        }

        string[] edits = log.Private(Label, EditsKey) is { } list ? JsonSerializer.Deserialize(list, MachineContext.Default.StringArray) ?? [] : [];
        return (RequestIntent.Read(octets), edits);
    }

    public static async Task SaveAsync(AccountLog log, PreparedRequest request, IReadOnlyList<string> edits, TimeProvider time, CancellationToken cancel)
    {
        using var intent = new RequestIntent(request, null, time);
        PrivateRecord[] records =
        [
            new(Label, RequestKey, intent.Write()),
            new(Label, EditsKey, JsonSerializer.SerializeToUtf8Bytes([.. edits], MachineContext.Default.StringArray)),
        ];
        await log.CommitAsync(new LogTransaction { Records = records }, cancel).ConfigureAwait(false);
    }

    public static Task DropAsync(AccountLog log) => log.CommitAsync(new LogTransaction { Records = Removals() }, CancellationToken.None);

    /// <summary>What ends the intent, to be committed with its effect.</summary>
    public static IReadOnlyList<PrivateRecord> Removals() => [PrivateRecord.Removal(Label, RequestKey), PrivateRecord.Removal(Label, EditsKey)];
}
