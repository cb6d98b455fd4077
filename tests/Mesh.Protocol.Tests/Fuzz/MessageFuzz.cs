namespace Mesh.Protocol.Tests;

/// <summary>Requests (first octet 0) and responses to the transaction that the first octet chooses; the rest is JSON.</summary>
internal static class MessageFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        byte[] json = input[1..].ToArray();
        try
        {
            if (input[0] == 0)
            {
                MeshMessages.Write(MeshMessages.ReadRequest(json));
            }
            else
            {
                MeshTransaction transaction = MeshTransaction.All[(input[0] - 1) % MeshTransaction.All.Count];
                MeshMessages.Write(MeshMessages.ReadResponse(transaction, json));
            }
        }
        catch (ProtocolException e) when (e.Code is ProtocolError.InvalidMessage or ProtocolError.TooLarge)
        {
            return;
        }
    }
}
