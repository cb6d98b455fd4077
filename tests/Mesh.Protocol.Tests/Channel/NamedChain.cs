namespace Mesh.Protocol.Tests;

/// <summary>
/// Stands for the envelopes of profiles and connections: a profile is the service's UDF, a connection the UDF, a bar and the key. It
/// accepts what fits together; signatures are for the tests of the real chain.
/// </summary>
internal sealed class NamedChain : IHostChain
{
    public static byte[] Profile(string serviceUdf) => System.Text.Encoding.ASCII.GetBytes(serviceUdf);

    public static byte[] Connection(string serviceUdf, ReadOnlySpan<byte> key) =>
        System.Text.Encoding.ASCII.GetBytes(serviceUdf + "|" + Convert.ToHexString(key));

    public HostProof Verify(ReadOnlyMemory<byte> hostConnection, ReadOnlyMemory<byte> profileService, DateTimeOffset now)
    {
        string[] connection = System.Text.Encoding.ASCII.GetString(hostConnection.Span).Split('|');
        if (connection.Length != 2 || connection[0] != System.Text.Encoding.ASCII.GetString(profileService.Span))
        {
            throw new ProtocolException(ProtocolError.HostNotAccepted, "the host's connection is not of that service");
        }

        return new HostProof(Mesh.Encoding.Udf.Parse(connection[0]), Convert.FromHexString(connection[1]));
    }
}
