using System.Diagnostics;
using Mesh.Cryptography;
using Mesh.Cryptography.Tests.Differential;

namespace Mesh.Fuzz;

/// <summary>
/// The comparison with BouncyCastle and OpenSSL that the tests make briefly, on as many inputs as you like, another stream each time. What
/// differs is printed with its input.
/// </summary>
internal static class LongDifferential
{
    public const string Verb = "differential";

    public static int Run(string named, long inputs)
    {
        IPeer[] peers = LibCrypto.IsPresent ? [new OpenSslPeer(), new BouncyCastlePeer()] : [new BouncyCastlePeer()];
        if (!LibCrypto.IsPresent)
        {
            Console.Error.WriteLine($"{LibCrypto.Library} is not on this machine: without OpenSSL");
        }

        int different = 0;
        foreach (IPeer peer in peers)
        {
            foreach (DifferentialOperation operation in Operations.For(peer).Where(o => named == "all" || o.Name.Contains(named, StringComparison.OrdinalIgnoreCase)))
            {
                string stream = $"{operation.Name} {Stopwatch.GetTimestamp()}";
                var weighted = new Weighted(new SeededRandom(stream));
                long start = Stopwatch.GetTimestamp();
                long i = 0;
                try
                {
                    for (; i < inputs; i++)
                    {
                        operation.Compare(peer, weighted);
                    }

                    Console.WriteLine($"{operation.Name}, {peer.Name}: {inputs:N0} inputs, none differs, {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s");
                }
                catch (Exception e) when (e is InvalidOperationException or CryptoException)
                {
                    different++;
                    Console.WriteLine($"{operation.Name}, {peer.Name}: input {i} of the stream \"{stream}\": {e.Message}");
                }
            }
        }

        return different == 0 ? 0 : 1;
    }
}
