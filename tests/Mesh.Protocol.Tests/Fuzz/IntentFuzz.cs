namespace Mesh.Protocol.Tests;

/// <summary>Stored intents.</summary>
internal static class IntentFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            using RequestIntent intent = RequestIntent.Read(input);
            if (!intent.Write().AsSpan().SequenceEqual(input))
            {
                throw new InvalidOperationException("an intent is not written as it was read");
            }
        }
        catch (ProtocolException e) when (e.Code == ProtocolError.Unparsable)
        {
            return;
        }
    }
}
