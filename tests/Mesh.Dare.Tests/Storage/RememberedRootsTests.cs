namespace Mesh.Dare.Tests;

public class RememberedRootsTests
{
    private const string Place = "/device/roots.json";
    private static readonly byte[] Origin = new SeededRandom("origin").Bytes(16);

    [Fact]
    public void What_is_remembered_is_found_after_a_restart()
    {
        var files = new SimulatedFiles();
        RememberedRoots roots = RememberedRoots.Load(files, Place);
        Assert.Empty(roots.All);
        roots.Remember(Status("MMM_Task", 3, 1));
        roots.Remember(Status("MMM_Bookmark", 7, 2));
        roots.Save();
        roots.Remember(Status("MMM_Task", 4, 3));
        Assert.Equal(["MMM_Bookmark 7", "MMM_Task 3"], RememberedRoots.Load(files, Place).All.Select(r => $"{r.Label} {r.Count}"));
        roots.Save();
        roots.Forget(StoreLabel.Parse("MMM_Bookmark"));
        roots.Save();
        StoreStatus left = Assert.Single(RememberedRoots.Load(files, Place).All);
        Assert.Equal(("MMM_Task", 4L), (left.Label.ToString(), left.Count));
        Assert.Equal(Status("MMM_Task", 4, 3).Root.ToArray(), left.Root.ToArray());
        Assert.Equal(Origin, left.Origin.ToArray());
    }

    [Fact]
    public void Going_back_another_root_and_another_origin_are_noticed_and_not_remembered()
    {
        RememberedRoots roots = RememberedRoots.Load(new SimulatedFiles(), Place);
        StoreStatus known = Status("MMM_Task", 5, 1);
        Assert.Equal(RootJudgement.New, roots.Judge(known));
        roots.Remember(known);
        Assert.Equal(RootJudgement.Same, roots.Judge(Status("MMM_Task", 5, 1)));
        Assert.Equal(RootJudgement.Grown, roots.Judge(Status("MMM_Task", 6, 9)));
        foreach ((StoreStatus shown, RootJudgement judgement) in new[]
        {
            (Status("MMM_Task", 4, 1), RootJudgement.WentBack), (Status("MMM_Task", 0, 1), RootJudgement.WentBack),
            (Status("MMM_Task", 5, 2), RootJudgement.OtherRoot), (known with { Origin = new byte[16] }, RootJudgement.OtherOrigin),
            (Status("MMM_Task", 9, 1) with { Origin = new byte[16] }, RootJudgement.OtherOrigin),
        })
        {
            Assert.Equal(judgement, roots.Judge(shown));
            Assert.Equal(DareError.TreeMismatch, Assert.Throws<DareException>(() => roots.Remember(shown)).Code);
            Assert.Equal(RootJudgement.Same, roots.Judge(known));
        }
    }

    [Fact]
    public void The_file_is_the_old_one_or_the_new_one_whenever_the_power_goes()
    {
        var random = new SeededRandom("roots");
        for (int i = 0; i < 200; i++)
        {
            var files = new SimulatedFiles();
            RememberedRoots roots = RememberedRoots.Load(files, Place);
            roots.Remember(Status("MMM_Task", 1, 1));
            roots.Save();
            roots.Remember(Status("MMM_Task", 2, 2));
            int left = 1 + random.Next(7);
            files.Before = _ =>
            {
                files.IsOff |= --left <= 0;
                return int.MaxValue;
            };
            bool saved = true;
            try
            {
                roots.Save();
            }
            catch (DareException e)
            {
                Assert.Equal(DareError.Unavailable, e.Code);
                saved = false;
            }

            long count = Assert.Single(RememberedRoots.Load(files.AfterPowerLoss(random), Place).All).Count;
            Assert.True(count == 2 || (count == 1 && !saved));
        }
    }

    [Fact]
    public void The_form_of_the_file_does_not_change()
    {
        var files = new SimulatedFiles();
        RememberedRoots roots = RememberedRoots.Load(files, Place);
        roots.Remember(Status("MMM_Task", 3, 1));
        roots.Remember(Status("MMM_Bookmark", 1L << 60, 2));
        roots.Save();
        Assert.Equal(
            "{\"RememberedRoots\":[{\"Store\":\"MMM_Bookmark\",\"Origin\":\"14p2i6VHlTllD77jcVDXWg\",\"Count\":1152921504606846976,"
            + "\"Root\":\"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\"},{\"Store\":\"MMM_Task\",\"Origin\":\"14p2i6VHlTllD77jcVDXWg\",\"Count\":3,"
            + "\"Root\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\"}]}",
            System.Text.Encoding.UTF8.GetString(files.Octets(Place)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"RememberedRoots\":{}}")]
    [InlineData("{\"RememberedRoots\":[{}]}")]
    [InlineData("{\"RememberedRoots\":[{\"Store\":\"~x\",\"Origin\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"Count\":1,\"Root\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\"}]}")]
    [InlineData("{\"RememberedRoots\":[{\"Store\":\"x\",\"Origin\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"Count\":-1,\"Root\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\"}]}")]
    [InlineData("{\"RememberedRoots\":[{\"Store\":\"x\",\"Origin\":\"AAAA\",\"Count\":1,\"Root\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\"}]}")]
    public void A_damaged_file_is_not_taken_for_an_empty_one(string text)
    {
        var files = new SimulatedFiles();
        files.Put(Place, System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal(DareError.Malformed, Assert.Throws<DareException>(() => RememberedRoots.Load(files, Place)).Code);
    }

    [Fact]
    public void Changed_files_give_roots_or_the_exception_of_this_library()
    {
        var files = new SimulatedFiles();
        RememberedRoots roots = RememberedRoots.Load(files, Place);
        roots.Remember(Status("MMM_Task", 3, 1));
        roots.Remember(Status("MMM_Bookmark", 4, 2));
        roots.Save();
        byte[] valid = files.Octets(Place);
        var random = new SeededRandom("roots fuzz");
        for (int i = 0; i < 5000; i++)
        {
            files.Put(Place, Mutator.Of(valid, random));
            try
            {
                _ = RememberedRoots.Load(files, Place).All;
            }
            catch (DareException e)
            {
                Assert.Equal(DareError.Malformed, e.Code);
            }
        }
    }

    private static StoreStatus Status(string label, long count, byte root) =>
        new(StoreLabel.Parse(label), count, Enumerable.Repeat(root, 32).ToArray(), Origin);
}
