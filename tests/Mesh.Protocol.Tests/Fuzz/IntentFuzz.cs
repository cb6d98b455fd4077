namespace Mesh.Protocol.Tests;

/// <summary>Stored intents.</summary>
internal static class IntentFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            using RequestIntent intent = RequestIntent.Read(input);
            Assert.NotEqual(default, intent.Created);
            intent.Write();
        }
        catch (ProtocolException e) when (e.Code == ProtocolError.Unparsable)
        {
            return;
        }
    }
}
