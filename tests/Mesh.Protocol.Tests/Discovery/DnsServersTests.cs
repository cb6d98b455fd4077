namespace Mesh.Protocol.Tests;

public class DnsServersTests
{
    [Fact]
    public void A_resolver_file_is_read()
    {
        DnsServers servers = DnsServers.Parse(
            "# comment\nsearch example.com\nnameserver 192.0.2.53\n nameserver\t2001:db8::53\r\nnameserver fe80::1%1\n"
            + "nameserver 192.0.2.54\noptions ndots:2 timeout:3\noptions attempts:4\n");
        Assert.Equal(["192.0.2.53:53", "[2001:db8::53]:53", "[fe80::1%1]:53"], servers.Servers.Select(s => s.ToString()));
        Assert.Equal((3, 4), (servers.Timeout, servers.Attempts));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nameserver\nnameserver not-an-address\noptions timeout:x attempts:\n")]
    public void Without_a_server_the_local_one_is_asked(string text)
    {
        DnsServers servers = DnsServers.Parse(text);
        Assert.Equal("127.0.0.1:53", Assert.Single(servers.Servers).ToString());
        Assert.Equal((5, 2), (servers.Timeout, servers.Attempts));
    }

    [Fact]
    public void Patience_has_bounds()
    {
        DnsServers servers = DnsServers.Parse("options timeout:0 attempts:99");
        Assert.Equal((1, 5), (servers.Timeout, servers.Attempts));
        Assert.NotEmpty(DnsServers.OfThisMachine().Servers);
    }
}
