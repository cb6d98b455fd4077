namespace Mesh.Cryptography.Examples;

public static class SignWithAService
{
    public static void Run()
    {
        #region SignWithAService
        using ResidueScalar448 key = ResidueScalar448.Random(SystemRandom.Instance);
        IReadOnlyList<KeyShare> shares = KeySharing.Split(PrimeGroup.Edwards448, key, threshold: 2, count: 2, SystemRandom.Instance);
        byte[] message = "Pay ten euros to Bob."u8.ToArray();

        // The device asks, the service answers if its policy allows the message, the device checks the answer and finishes.
        using var session = new FrostDeviceSession(shares[0], service: 2, message, SystemRandom.Instance);
        byte[] request = session.Request.Encode();
        byte[] response = FrostService.Answer(shares[1], FrostRequest.Decode(FrostSuite.Ed448, request), Policy, SystemRandom.Instance);
        byte[] signature = session.Finish(response);
        Console.WriteLine(Ed448.Verify(shares[0].Commitments.PublicKey.Encode(), message, signature)); // True

        static void Policy(FrostRequest request)
        {
            if (!request.Message.StartsWith("Pay ten euros "u8))
            {
                throw new UnauthorizedAccessException("More than ten euros, or no payment.");
            }
        }
        #endregion
    }
}
