// Before a state change is sent, its octets are written down; until its outcome is known it is repeated, octet for octet, before anything
// else (Mesh channel, section 4).

using System.Text.Json;
using Mesh.Dare;
using Mesh.Protocol;

namespace Mesh.Client;

/// <summary>The requests of unknown outcome in an account's log: at most one that changes the account, and one that ends it.</summary>
internal static class IntentStore
{
    private const string RequestKey = "request";
    private const string EditsKey = "edits";
    private const string EndingKey = "ending";
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

    /// <summary>
    /// The request to end the account at its service, where one was sent. Nothing but another attempt to end the account repeats it: whoever
    /// does not try again may have thought better of it.
    /// </summary>
    public static RequestIntent? FindEnding(AccountLog log) => log.Private(Label, EndingKey) is { } octets ? RequestIntent.Read(octets) : null;

    public static async Task SaveEndingAsync(AccountLog log, PreparedRequest request, TimeProvider time, CancellationToken cancel)
    {
        using var intent = new RequestIntent(request, null, time);
        PrivateRecord record = new(Label, EndingKey, intent.Write());
        await log.CommitAsync(new LogTransaction { Records = [record] }, cancel).ConfigureAwait(false);
    }

    public static Task DropAsync(AccountLog log) => log.CommitAsync(new LogTransaction { Records = Removals() }, CancellationToken.None);

    /// <summary>What ends the intent, to be committed with its effect.</summary>
    public static IReadOnlyList<PrivateRecord> Removals() => [PrivateRecord.Removal(Label, RequestKey), PrivateRecord.Removal(Label, EditsKey)];
}
