namespace Mesh.Transcripts;

public class GuideTests
{
    public static TheoryData<string> Pages() =>
        [.. Directory.EnumerateFiles(Path.Combine(VectorFile.RepositoryRoot, "docs", "guide"), "*.md").Select(p => Path.GetFileName(p)!).Order()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_of_the_guide_prints_what_the_guide_says(string page)
    {
        using var run = new TranscriptRun();
        run.Run(Path.Combine(VectorFile.RepositoryRoot, "docs", "guide", page));
    }
}
