using Mesh.Dare;

namespace Mesh.Client.Tests;

public class FileKindsTests
{
    [Fact]
    public void Files_are_told_apart_by_their_first_octets()
    {
        using var folder = new TempFolder();
        _ = SequenceFiles.Create(folder.File("x.dare"), SequenceContent.Log, new FileSealing());
        Assert.Equal(FileKind.Sequence, FileKinds.Of(folder.File("x.dare")));
        Assert.Equal(FileKind.Envelope, FileKinds.Of(folder.File("missing")));
        Assert.Equal(FileKind.Envelope, FileKinds.Of(folder.Path));
        Assert.Equal(FileKind.Envelope, FileKinds.Of("-"));
        Assert.Equal(FileKind.Envelope, FileKinds.Of([]));
        Assert.Equal(FileKind.Envelope, FileKinds.Of("[{\"dig\":\"S512\",\"ContainerType\":\"MerkleLog\"}"u8));
        foreach (byte code in new byte[] { 0xF4, 0xF5, 0xF6, 0xF7 })
        {
            Assert.Equal(FileKind.PublishedSequence, FileKinds.Of([code]));
            Assert.Equal(FileKind.PublishedSequence, FileKinds.Of([code, .. "{\"SequenceInfo\":{\"ContainerType\":\"Merkle\"}}"u8]));
            Assert.Equal(FileKind.Sequence, FileKinds.Of([code, .. "{\"SequenceInfo\":{\"ContainerType\":\"MerkleLog\"}}"u8]));
        }

        Assert.Equal(FileKind.Envelope, FileKinds.Of([0xF3]));
        Assert.Equal(FileKind.Envelope, FileKinds.Of([0xF8]));
    }
}
