namespace Mesh.Cryptography.Tests.Fuzz;

/// <summary>Any octets as each message of a handshake and as an exported state: the exception of this library or a clear M1 payload.</summary>
internal static class NoiseFuzz
{
    private static readonly ClampedScalar448 Static = ClampedScalar448.FromOctets(new byte[AgreementScalar448.Size]);
    private static readonly byte[] Ephemeral = new byte[NoiseXX448.EphemeralSize];

    public static void Run(ReadOnlySpan<byte> input)
    {
        using var initiator = new NoiseXX448Initiator([], Static, Ephemeral);
        byte[] m1 = initiator.WriteMessage1([]);
        Refused(input, i => initiator.ReadMessage2(i));

        using var responder = new NoiseXX448Responder([], Static, Ephemeral);
        responder.ReadMessage1(m1);
        responder.WriteMessage2([]);
        using NoiseXX448ResponderState state = responder.Export();
        Refused(input, i => responder.ReadMessage3Static(i));
        Refused(input, i => NoiseXX448ResponderState.FromOctets(i).Dispose());

        using var second = new NoiseXX448Responder([], Static, Ephemeral);
        try
        {
            if (second.ReadMessage1(input).Length != input.Length - NoiseXX448.Message1Overhead)
            {
                throw new InvalidOperationException("M1 has another payload than it carries");
            }

            second.WriteMessage2([]);
        }
        catch (CryptoException e) when (e.Code is CryptoError.InvalidLength or CryptoError.ZeroAgreement)
        {
        }
    }

    private static void Refused(ReadOnlySpan<byte> input, Reader read)
    {
        try
        {
            read(input);
        }
        catch (CryptoException)
        {
            return;
        }

        if (input.Length != NoiseXX448ResponderState.Size)
        {
            throw new InvalidOperationException("octets were accepted that nobody has sealed");
        }
    }

    private delegate void Reader(ReadOnlySpan<byte> input);
}
