namespace Mesh.Protocol.Tests;

public class ServiceSelectionTests
{
    [Fact]
    public void Weights_share_the_first_place_in_proportion()
    {
        DnsService[] services =
            [new(1, 60, 443, "a"), new(1, 30, 443, "b"), new(1, 10, 443, "c"), new(1, 0, 443, "zero"), new(0, 0, 443, "first")];
        var random = new SeededRandom("weights");
        var count = new Dictionary<string, int>();
        for (int i = 0; i < 10_000; i++)
        {
            List<DnsService> order = ServiceSelection.Order(services, random);
            Assert.Equal(5, order.Distinct().Count());
            Assert.Equal("first", order[0].Target);
            count[order[1].Target] = count.GetValueOrDefault(order[1].Target) + 1;
        }

        // One draw of 101 values: 0 belongs to the host of weight zero.
        Assert.InRange(count["a"], 5700, 6200);
        Assert.InRange(count["b"], 2750, 3200);
        Assert.InRange(count["c"], 850, 1150);
        Assert.InRange(count["zero"], 50, 160);
    }

    [Fact]
    public void Hosts_without_weight_are_all_tried()
    {
        DnsService[] services = [new(1, 0, 443, "a"), new(1, 0, 443, "b"), new(1, 65535, 443, "c"), new(1, 65535, 443, "d")];
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(4, ServiceSelection.Order(services, new SeededRandom("s" + i)).Distinct().Count());
        }
    }
}
