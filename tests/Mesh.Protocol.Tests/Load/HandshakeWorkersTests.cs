namespace Mesh.Protocol.Tests;

public class HandshakeWorkersTests
{
    [Fact]
    [Requirement("AVL-03")]
    public async Task So_many_run_so_many_wait_and_the_next_is_turned_away()
    {
        using var workers = new HandshakeWorkers(new HandshakeLimits { Workers = 2, Queue = 3 });
        using var gate = new ManualResetEventSlim();
        int running = 0;
        int most = 0;
        Task<int>[] accepted =
        [
            .. Enumerable.Range(0, 5).Select(i => workers.RunAsync(
                () =>
                {
                    int now = Interlocked.Increment(ref running);
                    InterlockedMax(ref most, now);
                    gate.Wait();
                    Interlocked.Decrement(ref running);
                    return i;
                },
                CancellationToken.None)),
        ];
        var e = await Assert.ThrowsAsync<ProtocolException>(() => workers.RunAsync(() => 0, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(429, e.HttpStatus);
        gate.Set();
        int[] results = await Task.WhenAll(accepted);
        Assert.Equal([0, 1, 2, 3, 4], results);
        Assert.InRange(most, 1, 2);
        Assert.Equal(7, await workers.RunAsync(() => 7, CancellationToken.None));
    }

    [Fact]
    public async Task A_step_that_throws_or_is_given_up_frees_its_place()
    {
        using var workers = new HandshakeWorkers(new HandshakeLimits { Workers = 1, Queue = 0 });
        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<ProtocolException>(() =>
                workers.RunAsync<int>(() => throw ProtocolException.Refused("no"), CancellationToken.None));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => workers.RunAsync(() => 1, new CancellationToken(canceled: true)));
        }

        Assert.Equal(1, await workers.RunAsync(() => 1, CancellationToken.None));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}
