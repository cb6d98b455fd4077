using System.Text.Json.Nodes;
using Mesh.Client;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>What a stranger learns who tries PINs.</summary>
public sealed class PinAnswerTests
{
    [Fact]
    [Requirement("PIN-07")]
    public async Task A_PIN_that_is_wrong_spent_or_expired_is_answered_like_no_PIN_at_all()
    {
        await using Stage stage = await Stage.OpenAsync("pin answers");
        MeshAccount admin = stage.Account("admin");
        string spent = (await admin.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web])).Pin;
        string expired = (await admin.CreatePinAsync(24, TimeSpan.FromMinutes(1), [Role.Web])).Pin;
        await stage.Machine("first").RequestConnectionAsync(Template.Alice, spent);
        await admin.SyncAsync(automatic: true);
        stage.Clock.Now += TimeSpan.FromMinutes(10);

        var answers = new Dictionary<string, (string Connect, string Complete)>();
        foreach ((string name, string? pin) in new[] { ("none", null), ("wrong", stage.Arsenal.Notes["mallet pin"]), ("spent", spent), ("expired", expired) })
        {
            MeshMachine machine = stage.Machine(name);
            await machine.RequestConnectionAsync(Template.Alice, pin);
            string connect = Shape(stage.Provider.Seen[^1].Honest!);
            SyncReport report = await admin.SyncAsync(automatic: true);
            Assert.Equal(pin is null ? 0 : 1, report.Notices.Count(n => n.Kind is SyncNoticeKind.PinRefused && n.Subject == Device(machine)));
            ClientException e = await Assert.ThrowsAsync<ClientException>(() => machine.CompleteConnectionAsync());
            Assert.Equal(ClientError.Pending, e.Code);
            answers.Add(name, (connect, Shape(stage.Provider.Seen[^1].Honest!)));
        }

        Assert.Single(answers.Values.Distinct());
    }

    private static string Device(MeshMachine machine) => Assert.Single(machine.Accounts()).DeviceUdf;

    // An answer without what differs from request to request: which members there are, status and words.
    private static string Shape(MeshResponse response) => Shape("", JsonNode.Parse(MeshMessages.Write(response with { Id = null }))!).ToJsonString();

    private static JsonNode Shape(string name, JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)Shape(m.Key, m.Value!)))),
        JsonArray items => new JsonArray([.. items.Select(i => Shape(name, i!))]),
        JsonValue value when value.TryGetValue(out string? _) && name != nameof(MeshResponse.StatusDescription) => "text",
        _ => node.DeepClone(),
    };
}
