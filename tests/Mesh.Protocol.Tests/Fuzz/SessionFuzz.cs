namespace Mesh.Protocol.Tests;

/// <summary>Files of the ticket cache.</summary>
internal static class SessionFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            using ChannelSession session = SessionOctets.Read(input);
            session.IsCurrent(TimeProvider.System);
            session.Seal([1], Mesh.Cryptography.SystemRandom.Instance, TimeProvider.System);
        }
        catch (ProtocolException e) when (e.Code == ProtocolError.Unparsable)
        {
            return;
        }
    }
}
