namespace Mesh.Client.Tests;

public sealed class HttpOctetsTests : IDisposable
{
    private static readonly HttpOctetsOptions Patient = new() { Attempts = 2, Pause = TimeSpan.FromMilliseconds(1) };

    private static readonly HttpOctetsOptions Hasty = Patient with { StallTimeout = TimeSpan.FromMilliseconds(300), LeastRate = 1 << 20 };

    private readonly StaticServer _server = new();
    private readonly byte[] _file = new SeededRandom("file").Bytes(3_000_000);

    public HttpOctetsTests() => _server.Files["/f"] = _file;

    public void Dispose() => _server.Dispose();

    [Fact]
    public void Any_part_is_what_the_file_has()
    {
        using HttpOctets octets = Open();
        Assert.Equal(_file.Length, octets.Length);
        var random = new SeededRandom("parts");
        for (int i = 0; i < 100; i++)
        {
            int at = random.Next(_file.Length);
            byte[] part = new byte[Math.Min(random.Next(i % 10 == 0 ? 2_000_000 : 3000) + 1, _file.Length - at)];
            for (int done = 0; done < part.Length;)
            {
                int count = octets.Read(at + done, part.AsSpan(done));
                Assert.InRange(count, 1, part.Length - done);
                done += count;
            }

            Assert.Equal(_file[at..(at + part.Length)], part);
        }

        Assert.Equal(0, octets.Read(_file.Length, new byte[1]));
        Assert.Equal((_server.Requests, _server.Sent), (octets.Requests, octets.Received));
    }

    [Fact]
    public void Small_reads_in_order_become_few_requests()
    {
        using HttpOctets octets = Open();
        byte[] part = new byte[1000];
        for (int at = 0; at < _file.Length; at += part.Length)
        {
            Assert.Equal(part.Length, Filled(octets, at, part));
        }

        Assert.InRange(octets.Requests, 1, 8);
        Assert.Equal(_file.Length, octets.Received);
    }

    [Fact]
    public void Memory_stays_bounded_and_what_was_dropped_is_read_again()
    {
        _server.Files["/f"] = new byte[40_000_000];
        using HttpOctets octets = Open();
        byte[] part = new byte[1 << 16];
        for (int round = 0; round < 2; round++)
        {
            for (long at = 0; at < octets.Length; at += part.Length)
            {
                octets.Read(at, part);
            }
        }

        Assert.InRange(octets.Received, 60_000_000, 90_000_000);
    }

    [Fact]
    public void Redirections_are_followed_within_bounds()
    {
        _server.Answer = r => r.Path.StartsWith("/r", StringComparison.Ordinal) ? Redirect(r.Path == "/r1" ? "/f" : $"/r{r.Path[2] - '1'}") : null;
        using (HttpOctets octets = Open("/r5"))
        {
            Assert.Equal(_file.Length, octets.Length);
            Assert.Equal(6, octets.Requests);
            octets.Read(2_000_000, new byte[10]);
            Assert.Equal(7, octets.Requests);
        }

        Refused(ClientError.InvalidResponse, "redirects too often", "/r6");
        _server.Answer = _ => Redirect("ftp://example.com/f");
        Refused(ClientError.InvalidResponse, "redirects from http to ftp");
        _server.Answer = _ => new ServedAnswer(302);
        Refused(ClientError.InvalidResponse, "without saying where");
    }

    [Theory]
    [InlineData("https://a/x", "https://b/x", true)]
    [InlineData("http://a/x", "https://a/x", true)]
    [InlineData("http://a/x", "http://b/x", true)]
    [InlineData("https://a/x", "http://a/x", false)]
    [InlineData("https://a/x", "file:///x", false)]
    [InlineData("http://a/x", "ftp://a/x", false)]
    [InlineData("https://a/x", "https://b:c@a/x", false)]
    public void Redirections_do_not_leave_https(string from, string to, bool may) =>
        Assert.Equal(may, RangeClient.MayRedirect(new Uri(from), new Uri(to)));

    public static TheoryData<int, ClientError, string> Statuses => new()
    {
        { 200, ClientError.InvalidResponse, "no range requests" },
        { 404, ClientError.NotFound, "answers 404" },
        { 403, ClientError.InvalidResponse, "answers 403" },
        { 416, ClientError.InvalidInput, "is empty" },
        { 500, ClientError.InvalidResponse, "answers 500" },
        { 503, ClientError.Unreachable, "answers 503" },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Other_answers_are_explained(int status, ClientError error, string words)
    {
        _server.Answer = _ => new ServedAnswer(status);
        Refused(error, words);
        Assert.Equal(status == 503 ? 2 : 1, _server.Requests);
    }

    public static TheoryData<string, string> Ranges => new()
    {
        { "bytes 1-65535/3000000", "another part" },
        { "bytes 1-65536/3000000", "another part" },
        { "bytes 0-65534/3000000", "another part" },
        { "bytes 0-65536/3000000", "another part" },
        { "bytes 0-65535/*", "which part" },
        { "octets 0-65535/3000000", "which part" },
        { "", "which part" },
        { "bytes 0-65535/9223372036854775807", "too many" },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Range_must_be_the_one_that_was_asked_for(string range, string words)
    {
        _server.Answer = r => Change(r, a => a.Fields["Content-Range"] = range);
        Refused(ClientError.InvalidResponse, words);
    }

    [Fact]
    public void Body_must_have_the_length_of_its_range()
    {
        _server.Answer = r => _server.Honest(r) with { Body = new byte[10], StatedLength = 65536 };
        Refused(ClientError.Unreachable, "broken");
        _server.Answer = r => _server.Honest(r) with { Body = new byte[10] };
        Refused(ClientError.InvalidResponse, "another part");
        _server.Answer = r => _server.Honest(r) with { Body = new byte[65536], IsEndless = true, StatedLength = -1 };
        Refused(ClientError.InvalidResponse, "more than it was asked for");
        Assert.InRange(_server.Sent, 0, 20_000_000);
        _server.Answer = r => Change(r, a => a.Fields["Content-Encoding"] = "gzip");
        Refused(ClientError.InvalidResponse, "another encoding");
    }

    [Fact]
    public void Silence_and_slowness_end()
    {
        _server.Answer = r => _server.Honest(r) with { Delay = TimeSpan.FromSeconds(20) };
        Refused(ClientError.Unreachable, "in time", options: Hasty);

        // Never silent for long, and never at an end.
        _server.Answer = r => _server.Honest(r) with { Delay = TimeSpan.FromMilliseconds(20), IsSlow = true };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        HttpOctetsOptions options = Patient with { StallTimeout = TimeSpan.FromSeconds(1), LeastRate = 1 << 20, Attempts = 1 };
        ClientException refused = Assert.Throws<ClientException>(() => HttpOctets.Open(_server.Url("/f"), options, patience.Token));
        Assert.Contains("too slowly", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_connection_is_tried_again()
    {
        _server.Answer = r => r.Number % 2 == 0 ? _server.Honest(r) with { Body = [1], StatedLength = 65536 } : null;
        using HttpOctets octets = Open();
        byte[] part = new byte[100];
        Filled(octets, 1_000_000, part);
        Assert.Equal(_file[1_000_000..1_000_100], part);
        Assert.Equal(4, octets.Requests);
    }

    [Fact]
    public void File_that_changes_while_it_is_read_is_noticed()
    {
        foreach (Action<ServedAnswer> change in new Action<ServedAnswer>[]
        {
            a => a.Fields["ETag"] = "\"other\"",
            a => a.Fields["Last-Modified"] = "Wed, 08 Jul 2026 09:10:11 GMT",
            a => a.Fields.Remove("ETag"),
            a => a.Fields["Content-Range"] = a.Fields["Content-Range"].Replace("/3000000", "/3000001", StringComparison.Ordinal),
        })
        {
            _server.Answer = null;
            using HttpOctets octets = Open();
            _server.Answer = r => Change(r, change);
            Assert.Equal(ClientError.Conflict, Assert.Throws<ClientException>(() => octets.Read(1_000_000, new byte[1])).Code);
        }

        _server.Answer = null;
        using HttpOctets again = Open();
        _server.Files["/f"] = new byte[3_000_000];
        Assert.Equal(ClientError.Conflict, Assert.Throws<ClientException>(() => again.Read(1_000_000, new byte[1])).Code);
        _server.Files["/f"] = new byte[5];
        Assert.Equal(ClientError.Conflict, Assert.Throws<ClientException>(() => again.Read(1_000_000, new byte[1])).Code);
    }

    [Fact]
    public void Weak_validators_are_compared_and_not_asked_under()
    {
        string? asked = null;
        _server.Answer = r =>
        {
            asked ??= r.IfRange;
            return Change(r, a => a.Fields["ETag"] = "W/" + a.Fields["ETag"]);
        };
        using HttpOctets octets = Open();
        octets.Read(1_000_000, new byte[1]);
        Assert.Null(asked);
        _server.Answer = r => Change(r, a => a.Fields["ETag"] = "W/\"x\"");
        Assert.Equal(ClientError.Conflict, Assert.Throws<ClientException>(() => octets.Read(2_000_000, new byte[1])).Code);
    }

    [Fact]
    public void Whoever_cancels_is_not_kept_waiting()
    {
        using var cancel = new CancellationTokenSource();
        _server.Answer = r => _server.Honest(r) with { Delay = TimeSpan.FromSeconds(20) };
        cancel.CancelAfter(100);
        Assert.ThrowsAny<OperationCanceledException>(() => HttpOctets.Open(_server.Url("/f"), new HttpOctetsOptions(), cancel.Token));
    }

    [Fact]
    public void Other_addresses_are_refused()
    {
        Assert.Equal(ClientError.InvalidInput, Assert.Throws<ClientException>(() => HttpOctets.Open(new Uri("file:///etc/passwd"), Patient)).Code);
        Assert.Contains("names a user", Assert.Throws<ClientException>(() => HttpOctets.Open(new Uri("http://a:b@127.0.0.1/f"), Patient)).Message, StringComparison.Ordinal);
        Assert.Equal(ClientError.Unreachable, Assert.Throws<ClientException>(() => HttpOctets.Open(new Uri("http://127.0.0.1:1/f"), Patient)).Code);
    }

    private static int Filled(HttpOctets octets, long at, byte[] part)
    {
        int done = 0;
        for (int count = 1; count > 0 && done < part.Length; done += count)
        {
            count = octets.Read(at + done, part.AsSpan(done));
        }

        return done;
    }

    private static ServedAnswer Redirect(string to) => new(302) { Fields = new() { ["Location"] = to } };

    private HttpOctets Open(string path = "/f", HttpOctetsOptions? options = null) => HttpOctets.Open(_server.Url(path), options ?? Patient);

    private ServedAnswer Change(ServedRequest request, Action<ServedAnswer> change)
    {
        ServedAnswer answer = _server.Honest(request);
        change(answer);
        return answer;
    }

    private void Refused(ClientError error, string words, string path = "/f", HttpOctetsOptions? options = null)
    {
        ClientException refused = Assert.Throws<ClientException>(() => Open(path, options).Dispose());
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Equal(error, refused.Code);
    }
}
