using System.Reflection;
using Mesh.Cryptography.Tests.Groups;
using Mesh.Cryptography.Tests.Threshold;

namespace Mesh.Cryptography.Tests.Frost;

/// <summary>Nonces serve once, are zeroed, and leave the process in no form (Mesh threshold, section 5.2, 4 and 5).</summary>
public class FrostNoncesTests
{
    private static readonly byte[] Message = "message"u8.ToArray();

    public static TheoryData<string> Algorithms => Algorithm.Signing;

    [Theory]
    [MemberData(nameof(Algorithms))]
    [Requirement("THR-02")]
    public void Nonces_sign_once(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 2);
        FrostNonces[] nonces = quorum.Commit(1, 2);
        FrostCommitment[] commitments = [.. nonces.Select(n => n.Commitment)];
        FrostSigning.Sign(nonces[0], Message, commitments);
        Assert.Equal(CryptoError.OutOfOrder, Refusal.Code(() => FrostSigning.Sign(nonces[0], Message, commitments)));
        Assert.Equal(CryptoError.OutOfOrder, Refusal.Code(() => FrostSigning.Sign(nonces[0], [], commitments)));
        nonces[1].Dispose();
        Assert.Equal(CryptoError.OutOfOrder, Refusal.Code(() => FrostSigning.Sign(nonces[1], Message, commitments)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    [Requirement("THR-02")]
    public void Of_many_who_sign_at_once_with_the_same_nonces_one_succeeds(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 1, 1);
        for (int round = 0; round < 20; round++)
        {
            FrostNonces nonces = quorum.Commit(1)[0];
            int signed = 0, refused = 0;
            using var start = new Barrier(8);
            Thread[] threads = [.. Enumerable.Range(0, 8).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                try
                {
                    FrostSigning.Sign(nonces, [(byte)i], [nonces.Commitment]);
                    Interlocked.Increment(ref signed);
                }
                catch (CryptoException e) when (e.Code == CryptoError.OutOfOrder)
                {
                    Interlocked.Increment(ref refused);
                }
            }))];
            Array.ForEach(threads, t => t.Start());
            Array.ForEach(threads, t => t.Join());
            Assert.Equal((1, 7), (signed, refused));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    [Requirement("THR-02")]
    public void Nonces_are_used_up_and_zeroed_also_when_signing_fails(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 2);
        FrostNonces[] nonces = quorum.Commit(1, 2, 1, 1);
        FrostCommitment[] commitments = [.. nonces[..2].Select(n => n.Commitment)];
        byte[][] octets = [.. nonces.Select(Octets)];
        Assert.All(octets, o => Assert.Contains(o, b => b != 0));

        Assert.Equal(CryptoError.InvalidShares, Refusal.Code(() => FrostSigning.Sign(nonces[0], Message, [commitments[0]])));
        Assert.All(octets[0], b => Assert.Equal(0, b));
        Assert.Equal(CryptoError.OutOfOrder, Refusal.Code(() => FrostSigning.Sign(nonces[0], Message, commitments)));

        FrostSigning.Sign(nonces[1], Message, commitments);
        Assert.All(octets[1], b => Assert.Equal(0, b));

        nonces[2].Dispose();
        Assert.All(octets[2], b => Assert.Equal(0, b));

        // The share being gone, the nonces are gone too.
        quorum.Share(1).Dispose();
        Assert.Throws<ObjectDisposedException>(() => FrostSigning.Sign(nonces[3], Message, [nonces[3].Commitment, commitments[1]]));
        Assert.All(octets[3], b => Assert.Equal(0, b));
    }

    [Fact]
    [Requirement("THR-02")]
    public void There_is_no_way_to_write_nonces_down()
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        Assert.Equal(
            ["Commitment", "Dispose", "ToString", "get_Commitment"],
            typeof(FrostNonces).GetMembers(all).Select(m => m.Name).Order(StringComparer.Ordinal));
        Assert.Equal([typeof(IDisposable)], typeof(FrostNonces).GetInterfaces());
        Assert.True(typeof(FrostNonces).IsSealed);
        FrostNonces nonces = Quorum.Deal("Ed448", 1, 1).Commit(1)[0];
        string secret = Convert.ToHexString(Octets(nonces));
        Assert.Equal("FrostNonces(FROST(Ed448, SHAKE256), 1)", nonces.ToString());
        Assert.DoesNotContain(secret[..16], System.Text.Json.JsonSerializer.Serialize(nonces), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_generator_that_fails_gives_no_nonces_that_others_know_or_have(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 2);
        FrostNonces Commit(int identifier) => FrostSigning.Commit(quorum.Share(identifier), new FixedRandom([new byte[32], new byte[32]]));

        // All random octets are zero; the nonces then hang on the share, which differs from holder to holder.
        Assert.NotEqual(Commit(1).Commitment.Hiding, Commit(2).Commitment.Hiding);
        Assert.NotEqual(Commit(1).Commitment.Binding, Commit(2).Commitment.Binding);

        // Random octets alone decide for one holder.
        Assert.NotEqual(quorum.Commit(1)[0].Commitment, quorum.Commit(1)[0].Commitment);
    }

    private static byte[] Octets(FrostNonces nonces)
    {
        object secrets = typeof(FrostNonces).GetField("_secrets", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(nonces)!;
        return (byte[])typeof(SecretBytes).GetField("_octets", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(secrets)!;
    }
}
