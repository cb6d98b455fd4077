using Mesh.Client;

namespace Mesh.Hostile.Tests;

/// <summary>
/// A tweak on a flow in which its transaction occurs: the client refuses with a code that names the service, or the tweak has no
/// effect; nothing is lost; and with an honest service again everything comes to its end.
/// </summary>
internal static class Trial
{
    // What a provider does must never be told as if this machine, or the person in front of it, were at fault.
    private static readonly ClientError[] Faults =
    [
        ClientError.Unreachable, ClientError.ServiceUntrusted, ClientError.InvalidResponse, ClientError.Refused, ClientError.Conflict,
        ClientError.OutcomeUnknown, ClientError.Alarm, ClientError.Verification, ClientError.NotFound, ClientError.Pending, ClientError.Expired,
        ClientError.AccountExists,
    ];

    /// <summary>The tweaks of the transactions that change something, or of the others, in the flows in which they are tried.</summary>
    public static TheoryData<string, string> Cases(bool changing)
    {
        var cases = new TheoryData<string, string>();
        foreach (Flow flow in Flow.All.Values)
        {
            foreach (Tweak tweak in Tweaks.All.Values.Where(t => flow.Tried.Contains(t.Transaction)).OrderBy(t => t.ToString(), StringComparer.Ordinal))
            {
                if (tweak.Transaction.ChangesState == changing && (flow.ChangesCatalogs || !tweak.IsAboutCatalogs))
                {
                    cases.Add(flow.Name, tweak.ToString());
                }
            }
        }

        return cases;
    }

    public static async Task RunAsync(string flowName, string tweakName)
    {
        Flow flow = Flow.All[flowName];
        Tweak tweak = Tweaks.All[tweakName];
        await using Stage stage = await Stage.OpenAsync(flowName + tweakName);
        stage.Provider.Tweak = tweak;
        ClientException? refused = await RunAsync(stage, flow);
        if (stage.Provider.Tweaked == 0)
        {
            // The flow came to its end, or to its refusal, without the transaction.
            Assert.Null(refused);
            return;
        }

        if (tweak.Effect is Effect.Refused)
        {
            Assert.True(refused is not null || !flow.Reads);
        }
        else if (tweak.Effect is Effect.None or Effect.Contradiction)
        {
            Assert.Null(refused);
        }

        if (refused is not null)
        {
            Assert.Contains(refused.Code, Faults);
            Assert.DoesNotContain('\u001b', refused.Message);
            Assert.DoesNotContain('\n', refused.Message);
        }

        Flow.NothingIsLost(stage, flowName);
        stage.Provider.Tweak = null;
        if (tweak.Effect is not Effect.Contradiction)
        {
            await flow.FinishAsync(stage);
        }
    }

    private static async Task<ClientException?> RunAsync(Stage stage, Flow flow)
    {
        try
        {
            await flow.RunAsync(stage);
            return null;
        }
        catch (ClientException e)
        {
            return e;
        }
    }
}
