using Mesh.Dare;

namespace Mesh.EndToEnd.Tests;

/// <summary>What a provider left on its disk.</summary>
internal static class ProviderFiles
{
    /// <summary>The service in this folder, which does not run, has one account, and its log is whole.</summary>
    public static async Task RequireSoundLogAsync(string data)
    {
        string log = Assert.Single(Directory.EnumerateFiles(Path.Combine(data, "accounts"), "*.log"));
        AccountLog opened = await AccountLog.OpenAsync(log, new LogOptions());
        await using (opened)
        {
            Assert.Equal(LogState.Sound, opened.Report.State);
        }
    }
}
