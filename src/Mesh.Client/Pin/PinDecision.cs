using Mesh.Schema;

namespace Mesh.Client;

/// <summary>What a PIN does for a request. Dispose it: it holds the salted PIN.</summary>
/// <param name="Outcome">Accept without asking, or why not.</param>
/// <param name="Pin">The PIN, where it is one that a device of the account issued.</param>
/// <param name="IsForged">Somebody who may not issue such a PIN has put it there.</param>
internal sealed record PinDecision(PinOutcome Outcome, IssuedPin? Pin, bool IsForged) : IDisposable
{
    public void Dispose() => Pin?.Dispose();
}
