using Mesh.Cryptography;

namespace Mesh.Client.Tests;

/// <summary>What a damaged Mesh folder can hold in place of the records of accounts and edits.</summary>
internal static class HomeFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] octets = input.ToArray();
        Try(() => MachineRecordReader.Read(octets));
        Try(() => EditRecordReader.Read(octets));
        Try(() =>
        {
            using var secret = new SecretBytes(octets);
            return MembershipRecord.Parse(secret);
        });
    }

    private static void Try(Func<object> read)
    {
        try
        {
            _ = read();
        }
        catch (ClientException e) when (e.Code == ClientError.Damaged)
        {
            // Said to be so.
        }
    }
}
