namespace Mesh.Protocol.Tests;

public class ServiceDiscoveryTests
{
    private static readonly ServiceTarget Target = new(ServiceDomain.Parse("example.com"));

    [Fact]
    public async Task Hosts_come_by_priority_and_the_hosts_text_wins_over_the_domains()
    {
        FakeNames names = new FakeNames()
            .Srv("_mmm._tcp.example.com", 20, 0, 444, "b.example.net")
            .Srv("_mmm._tcp.example.com", 10, 5, 443, "a.example.net")
            .Txt("_mmm._tcp.example.com", "path=/mesh", "udf=MDOM")
            .Txt("_mmm._tcp.b.example.net", "path=/other", "UDF=MHOST")
            .Address("a.example.net", "192.0.2.1").Address("a.example.net", "2001:db8::1")
            .Address("b.example.net", "192.0.2.2");
        IReadOnlyList<ServiceEndpoint> found = await Find(names, Target);
        Assert.Equal(["https://a.example.net:443", "https://b.example.net:444"], found.Select(e => e.ToString()));
        Assert.Equal(["/mesh"], found[0].Paths);
        Assert.Equal("MDOM", found[0].Udf);
        Assert.Equal(["2001:db8::1", "192.0.2.1"], found[0].Addresses.Select(a => a.ToString()));
        Assert.Equal(["/other"], found[1].Paths);
        Assert.Equal("MHOST", found[1].Udf);
    }

    [Fact]
    public async Task Without_services_the_conventional_host_is_tried_on_both_paths()
    {
        FakeNames names = new FakeNames().Address("mmm.example.com", "192.0.2.1");
        ServiceEndpoint found = Assert.Single(await Find(names, Target));
        Assert.Equal("https://mmm.example.com:443", found.ToString());
        Assert.Equal(["/.well-known/mmm", "/.well-known/srv/mmm"], found.Paths);
        Assert.True(found.IsSecure);
    }

    [Fact]
    public async Task Hosts_that_do_not_fit_or_have_no_address_are_left_out()
    {
        FakeNames names = new FakeNames()
            .Srv("_mmm._tcp.example.com", 1, 0, 443, "old.example.net").Txt("_mmm._tcp.old.example.net", "version=1.0-2.0")
            .Srv("_mmm._tcp.example.com", 1, 0, 443, "asn.example.net").Txt("_mmm._tcp.asn.example.net", "encoding=asn1")
            .Srv("_mmm._tcp.example.com", 1, 0, 443, "gone.example.net")
            .Srv("_mmm._tcp.example.com", 1, 0, 0, "noport.example.net").Address("noport.example.net", "192.0.2.9")
            .Srv("_mmm._tcp.example.com", 2, 0, 443, "good.example.net").Txt("_mmm._tcp.good.example.net", "version=4.0-2.5", "encoding=b,json")
            .Address("old.example.net", "192.0.2.1").Address("asn.example.net", "192.0.2.2").Address("good.example.net", "192.0.2.3");
        Assert.Equal("good.example.net", Assert.Single(await Find(names, Target)).Host);
    }

    [Fact]
    public async Task A_domain_that_says_there_is_no_service_has_none()
    {
        FakeNames names = new FakeNames().Srv("_mmm._tcp.example.com", 0, 0, 0, "").Address("mmm.example.com", "192.0.2.1");
        var e = await Assert.ThrowsAsync<ProtocolException>(() => Find(names, Target));
        Assert.Equal(ProtocolError.NotDiscovered, e.Code);
        Assert.Contains("example.com", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_whose_names_cannot_be_looked_up_does_not_stand_in_the_way_of_others()
    {
        FakeNames names = new FakeNames()
            .Srv("_mmm._tcp.example.com", 1, 0, 443, "a.broken.example").Srv("_mmm._tcp.example.com", 2, 0, 443, "b.example.net")
            .Address("b.example.net", "192.0.2.2");
        names.Failure = new ProtocolException(ProtocolError.NotDiscovered, "no server answered");
        names.FailingName = "a.broken.example";
        Assert.Equal("b.example.net", Assert.Single(await Find(names, Target)).Host);
        names.FailingName = "_mmm._tcp.example.com";
        await Assert.ThrowsAsync<ProtocolException>(() => Find(names, Target));
    }

    [Fact]
    public async Task At_most_four_hosts_are_tried()
    {
        var names = new FakeNames();
        for (int i = 0; i < 40; i++)
        {
            names.Srv("_mmm._tcp.example.com", (ushort)i, 0, 443, $"h{i}.example.net").Address($"h{i}.example.net", "192.0.2.1");
        }

        Assert.Equal(["h0", "h1", "h2", "h3"], (await Find(names, Target)).Select(e => e.Host.Split('.')[0]));
        Assert.InRange(names.Asked.Count, 1, 32);
    }

    [Fact]
    public async Task Known_addresses_come_before_the_name_system_and_survive_its_failure()
    {
        FakeNames names = new FakeNames().Address("one.example.net", "192.0.2.1").Address("mmm.example.com", "192.0.2.9");
        ServiceTarget bound = Target with { HostAddresses = ["@callsign", "one.example.net:8443", "192.0.2.5", "[2001:db8::5]:444", "bad host"] };
        Assert.Equal(
            ["https://one.example.net:8443", "https://192.0.2.5:443", "https://[2001:db8::5]:444", "https://mmm.example.com:443"],
            (await Find(names, bound)).Select(e => e.ToString()));

        names.Failure = new ProtocolException(ProtocolError.NotDiscovered, "no server answered");
        ServiceTarget literal = Target with { HostAddresses = ["192.0.2.5"] };
        Assert.Equal("192.0.2.5", Assert.Single(await Find(names, literal)).Host);
        await Assert.ThrowsAsync<ProtocolException>(() => Find(names, Target));
    }

    [Theory]
    [InlineData("path=//evil.example/")]
    [InlineData("path=http://evil.example/")]
    [InlineData("path=/a/../../b")]
    [InlineData("path=/a?b")]
    [InlineData("path=/a#b")]
    [InlineData("path=/%2e%2e/")]
    [InlineData("path=relative")]
    [InlineData("path=")]
    public async Task A_path_that_leads_elsewhere_is_not_taken(string text)
    {
        FakeNames names = new FakeNames().Txt("_mmm._tcp.example.com", text).Address("mmm.example.com", "192.0.2.1");
        Assert.Equal(ServiceEndpoint.WellKnown, Assert.Single(await Find(names, Target)).Paths);
    }

    [Fact]
    public async Task An_override_is_asked_first_and_alone()
    {
        var names = new FakeNames();
        ServiceOverride overrides = ServiceOverride.Parse("Example.COM.=http://127.0.0.1:15099/, other.example=http://[::1]:80");
        ServiceEndpoint found = Assert.Single(await Find(names, Target, overrides));
        Assert.Equal("http://127.0.0.1:15099", found.ToString());
        Assert.False(found.IsSecure);
        Assert.Empty(names.Asked);
        ServiceTarget other = new(ServiceDomain.Parse("other.example"));
        Assert.Equal("http://[::1]:80", Assert.Single(await Find(names, other, overrides)).ToString());
    }

    [Theory]
    [Requirement("NET-15")]
    [InlineData("example.com=http://192.0.2.1:80", "192.0.2.1 is not a loopback address")]
    [InlineData("example.com=http://0.0.0.0:80", "not a loopback")]
    [InlineData("example.com=http://[2001:db8::1]:80", "not a loopback")]
    [InlineData("example.com=https://127.0.0.1:80", "is not http://127.0.0.1:port")]
    [InlineData("example.com=http://localhost:80", "is not http://127.0.0.1:port")]
    [InlineData("example.com=http://127.0.0.1", "is not http://127.0.0.1:port")]
    [InlineData("example.com=http://127.0.0.1:99999", "is not http://127.0.0.1:port")]
    [InlineData("example.com", "is not domain=")]
    [InlineData("exa mple=http://127.0.0.1:80", "is not a domain name")]
    [InlineData("a.example=http://127.0.0.1:1,a.example=http://127.0.0.1:2", "occurs twice")]
    public void An_override_of_another_form_is_refused_with_the_reason(string value, string reason)
    {
        var e = Assert.Throws<ProtocolException>(() => ServiceOverride.Parse(value));
        Assert.Equal(ProtocolError.Configuration, e.Code);
        Assert.StartsWith("MESH_RESOLVE: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void No_value_is_no_override(string? value) => Assert.Null(ServiceOverride.Parse(value).Find(Target.Domain));

    private static Task<IReadOnlyList<ServiceEndpoint>> Find(FakeNames names, ServiceTarget target, ServiceOverride? overrides = null) =>
        new ServiceDiscovery(names, new SeededRandom("discovery"), overrides ?? ServiceOverride.None).FindAsync(target, CancellationToken.None);
}
