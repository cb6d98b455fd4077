namespace Mesh.Benchmarks.Crypto;

/// <summary>Our operations against those of the libraries that this machine has, in this process, interleaved.</summary>
internal static class CryptoBench
{
    private const int Rounds = 41;
    private const double SecondsPerRound = 0.02;
    private const int AllocationRounds = 200;

    private static readonly CryptoLibrary[] Peers =
        [new LibCryptoLibrary(), new LibDecafLibrary(), new LibSodiumLibrary(), new BouncyCastleLibrary()];

    // An operation of ours and, where it goes by another name, the one of the peers that it is held against.
    private static readonly (string Ours, string Theirs)[] Rows =
    [
        Same(CryptoOperation.X448Agree),
        Same(CryptoOperation.X448Generate),
        Same(CryptoOperation.Ed448Sign),
        Same(CryptoOperation.Ed448Verify),
        (CryptoOperation.Ed448VerifyBatch, CryptoOperation.Ed448Verify),
        Same(CryptoOperation.Ed448Generate),
        Same(CryptoOperation.X25519Agree),
        Same(CryptoOperation.X25519Generate),
        Same(CryptoOperation.Ed25519Sign),
        Same(CryptoOperation.Ed25519Verify),
        (CryptoOperation.Ed25519VerifyBatch, CryptoOperation.Ed25519Verify),
        Same(CryptoOperation.Ed25519Generate),
        Same(CryptoOperation.SealSegments),
        Same(CryptoOperation.OpenSegments),
    ];

    /// <summary>Rates against every peer, then the octets that an operation of ours allocates.</summary>
    /// <param name="only">Only the rows whose name contains this.</param>
    public static IEnumerable<Comparison> Run(string only)
    {
        var inputs = new CryptoInputs();
        Dictionary<string, Subject> ours = new MeshLibrary().Subjects(inputs).ToDictionary(subject => subject.Operation);
        (string Name, Dictionary<string, Subject> Subjects)[] peers =
            [.. Present().Select(peer => (peer.Name, peer.Subjects(inputs).ToDictionary(subject => subject.Operation)))];
        (string Ours, string Theirs)[] rows = [.. Rows.Where(row => row.Ours.Contains(only, StringComparison.OrdinalIgnoreCase))];
        foreach ((string operation, string against) in rows)
        {
            Subject mine = ours[operation];
            foreach ((string name, Dictionary<string, Subject> subjects) in peers)
            {
                if (subjects.TryGetValue(against, out Subject? theirs))
                {
                    yield return Compare($"{operation} / {name}", mine, theirs);
                }
            }
        }

        foreach ((string operation, _) in rows)
        {
            yield return new($"{operation}, heap", Allocated(ours[operation]), null, "B", null);
        }
    }

    private static (string Ours, string Theirs) Same(string operation) => (operation, operation);

    private static IEnumerable<CryptoLibrary> Present()
    {
        foreach (CryptoLibrary peer in Peers)
        {
            if (peer.IsPresent)
            {
                yield return peer;
            }
            else
            {
                Console.Error.WriteLine($"{peer.Name} is not on this machine: left out.");
            }
        }
    }

    private static Comparison Compare(string name, Subject ours, Subject theirs)
    {
        if (!ours.Result().AsSpan().SequenceEqual(theirs.Result()))
        {
            throw new InvalidOperationException($"{name}: the results differ");
        }

        return Paired.Rates(name, ours.Run, theirs.Run, Rounds, SecondsPerRound, ours.Count, theirs.Count);
    }

    private static double Allocated(Subject subject)
    {
        subject.Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < AllocationRounds; i++)
        {
            subject.Run();
        }

        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / AllocationRounds / subject.Count;
    }
}
