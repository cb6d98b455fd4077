using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Dare.Tests;

public class LinkTargetTests
{
    [Theory]
    [InlineData("l", "a")]
    [InlineData("l", "a/b")]
    [InlineData("l", "./a")]
    [InlineData("l", ".")]
    [InlineData("d/l", "..")]
    [InlineData("d/l", "../a")]
    [InlineData("d/e/l", "../../a/b")]
    [InlineData("d/e/l", "../../d/e/l")]
    public void What_stays_inside_is_accepted(string link, string target) => Assert.True(LinkTarget.StaysInside(ArchivePath.Parse(link), target));

    [Theory]
    [InlineData("l", "/etc/passwd")]
    [InlineData("l", "..")]
    [InlineData("l", "../a")]
    [InlineData("d/l", "../..")]
    [InlineData("d/l", "../../a")]
    [InlineData("d/l", "../a/../../b")]
    [InlineData("l", "a/../..")]
    [InlineData("l", "a/../b")] // .. behind a name: the name may be a link
    [InlineData("l", "")]
    [InlineData("l", "a/")]
    [InlineData("l", "a//b")]
    [InlineData("l", "a\\b")]
    [InlineData("l", "C:x")]
    [InlineData("l", "\\\\server\\share")]
    [InlineData("l", "nul")]
    [InlineData("l", "a\0b")]
    [InlineData("l", "./../a")]
    [InlineData("l", "././a")]
    public void What_may_leave_is_refused(string link, string target) => Assert.False(LinkTarget.StaysInside(ArchivePath.Parse(link), target));

    [Fact]
    public void A_long_target_is_refused_in_short_time() => Assert.False(
        LinkTarget.StaysInside(ArchivePath.Parse("l"), string.Concat(Enumerable.Repeat("../", 10_000_000))));

    [Fact]
    public void No_accepted_target_leaves_the_tree()
    {
        Gen<(string Link, string Target)> cases =
            from link in Gen.Elements("l", "d/l", "d/e/l")
            from ups in Gen.Choose(0, 4)
            from rest in HostileNames.Path
            select (link, string.Concat(Enumerable.Repeat("../", ups)) + rest);
        int accepted = 0;
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            if (!LinkTarget.StaysInside(ArchivePath.Parse(c.Link), c.Target))
            {
                return true;
            }

            accepted++;
            string full = Path.GetFullPath(Path.Combine("/top/tree/" + c.Link, "..", c.Target));
            return full == "/top/tree" || full.StartsWith("/top/tree/", StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));
        Assert.True(accepted > 200, $"{accepted} accepted");
    }
}
