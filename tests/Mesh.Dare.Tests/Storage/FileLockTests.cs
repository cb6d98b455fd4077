namespace Mesh.Dare.Tests;

public class FileLockTests
{
    [Fact]
    public void Lock_is_exclusive_and_hinders_neither_reading_nor_writing()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "file");
        using IDurableFile file = DurableFiles.Instance.Create(path);
        using IFileLock first = DurableFiles.Instance.OpenLock(path);
        using IFileLock second = DurableFiles.Instance.OpenLock(path);
        Assert.True(first.TryTake());
        Assert.False(second.TryTake());
        file.Write(0, "content"u8);
        using (IDurableFile reader = DurableFiles.Instance.OpenToRead(path)!)
        {
            byte[] octets = new byte[7];
            Assert.True(reader.TryReadExactly(0, octets));
            Assert.Equal("content", System.Text.Encoding.ASCII.GetString(octets));
        }

        // Closing another handle on the file does not end the lock, as it would end one of the process.
        Assert.False(second.TryTake());
        first.Release();
        Assert.True(second.TryTake());
        Assert.False(first.TryTake());
        second.Dispose();
        Assert.True(first.TryTake());
    }

    [Fact]
    public void Sequence_is_written_by_one_and_read_meanwhile()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "sequence.dare");
        using (var writer = SequenceWriter.Create(path, new SequenceOptions()))
        {
            TestSequence.Add(writer, "a", "first");
            writer.Flush();
            using IDurableFile file = DurableFiles.Instance.OpenToRead(path)!;
            using SequenceReader reader = SequenceReader.Open(file, new OpenRequest());
            Assert.Equal("first", TestSequence.Text(reader, reader.Find("a")!.Index));
            writer.Close();
        }

        using IDurableFile again = DurableFiles.Instance.OpenToRead(path)!;
        using var next = SequenceWriter.Open(path, new SequenceOptions());
        Assert.Equal(3, next.Count);
    }
}
