namespace Mesh.Dare.Tests;

/// <summary>A new sequence comes under its name whole, and takes the place of no other file.</summary>
public class SequenceCreationTests
{
    [Fact]
    public void It_has_no_name_before_it_can_be_opened()
    {
        TestSequence test = TestSequence.Of("Session", "Last");
        bool renamed = false;
        test.Files.Before = operation =>
        {
            renamed |= operation.Kind == "rename";
            Assert.Equal(renamed && operation.Kind != "rename", test.Files.Exists(TestSequence.Name));
            return int.MaxValue;
        };
        using SequenceWriter writer = test.Create();
        Assert.True(renamed);
        Assert.Equal([Path.GetFileName(TestSequence.Name)], test.Files.Names("/s").Where(n => !n.EndsWith(".lock", StringComparison.Ordinal)));
    }

    [Fact]
    public void File_that_somebody_else_made_meanwhile_stays()
    {
        TestSequence test = TestSequence.Of("None", "None");
        bool made = false;
        test.Files.Before = operation =>
        {
            if (operation.Kind == "flush" && !made)
            {
                made = true;
                using IDurableFile other = test.Files.Create(TestSequence.Name);
                other.Write(0, "theirs"u8);
            }

            return int.MaxValue;
        };
        Assert.Equal(DareError.AlreadyExists, Assert.Throws<DareException>(() => test.Create().Dispose()).Code);
        Assert.Equal("theirs"u8.ToArray(), test.Octets);
        Assert.Equal([Path.GetFileName(TestSequence.Name)], test.Files.Names("/s").Where(n => !n.EndsWith(".lock", StringComparison.Ordinal)));
    }

    [Fact]
    public void So_it_is_on_this_machine()
    {
        using var folder = new TempFolder();
        string path = folder.File("x.dare");
        var options = new SequenceOptions();
        using (SequenceWriter writer = SequenceWriter.Create(path, options))
        {
            Assert.True(File.Exists(path));
            Assert.Throws<DareException>(() => SequenceWriter.Create(path, options).Dispose());
            writer.Close();
        }

        Assert.Equal(["x.dare"], Directory.EnumerateFiles(folder.Path).Select(f => Path.GetFileName(f)).Where(n => !n.EndsWith(".lock", StringComparison.Ordinal)));
        File.WriteAllText(folder.File("taken"), "theirs");
        File.WriteAllText(folder.File("ours"), "ours");
        Assert.ThrowsAny<IOException>(() => DurableFiles.Instance.MoveToFree(folder.File("ours"), folder.File("taken")));
        Assert.Equal("theirs", File.ReadAllText(folder.File("taken")));
    }
}
