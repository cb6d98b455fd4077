namespace Mesh.Dare.Tests;

public class ReadAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(10_000)]
    public void Items_come_in_their_order(int count) => Assert.Equal(Enumerable.Range(0, count), ReadAhead.Of(Enumerable.Range(0, count)));

    [Fact]
    public void A_failure_comes_after_the_items_before_it()
    {
        var seen = new List<int>();
        InvalidDataException e = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (int i in ReadAhead.Of(Failing(1000)))
            {
                seen.Add(i);
            }
        });
        Assert.Equal("no more", e.Message);
        Assert.Equal(Enumerable.Range(0, 1000), seen);
    }

    [Fact]
    public void Whoever_stops_taking_stops_the_reading()
    {
        int read = 0;
        bool isDisposed = false;
        Assert.Equal(0, ReadAhead.Of(Endless()).First());
        Assert.True(isDisposed);
        Assert.InRange(read, 1, 10_000);

        IEnumerable<int> Endless()
        {
            try
            {
                while (true)
                {
                    yield return read++;
                }
            }
            finally
            {
                isDisposed = true;
            }
        }
    }

    private static IEnumerable<int> Failing(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i;
        }

        throw new InvalidDataException("no more");
    }
}
