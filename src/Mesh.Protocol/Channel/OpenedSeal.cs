namespace Mesh.Protocol;

/// <summary>A seal that opened and was not spent when it did.</summary>
internal sealed class OpenedSeal(SealContent content, SealEpochs.Epoch epoch) : IDisposable
{
    public uint Epoch => epoch.Number;

    public ulong Number => content.Number;

    public string Domain => content.Domain;

    /// <summary>The responder's Noise state after M2, 224 octets.</summary>
    public ReadOnlySpan<byte> State => content.State;

    /// <summary>
    /// Marks the number as spent, for ever. Called when the encrypted static of M3 has opened and before any agreement with it: of
    /// several copies of one POST 2 that arrive together exactly one gets further (Mesh channel, section 6).
    /// </summary>
    /// <exception cref="ProtocolException">Refused: another copy was first.</exception>
    public void Spend()
    {
        if (!epoch.Spend(content.Number))
        {
            throw ProtocolException.Refused("the seal is spent");
        }
    }

    public void Dispose() => content.Dispose();
}
