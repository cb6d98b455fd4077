using static Mesh.Dare.Tests.ExtractionScene;

namespace Mesh.Dare.Tests;

/// <summary>Somebody else works in the target while it is filled, and puts links to the outside in the place of folders and files.</summary>
public sealed class ExtractionRaceTests : IDisposable
{
    private const int Enough = 300;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private readonly ExtractionScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_folder_that_becomes_a_link_leads_nothing_outside()
    {
        (int kept, int swaps) = Race(
            swap: () => SwapFolder("d"),
            step: (folder, i) => Put(folder, $"d/sub{i % 7}/file{i}"));
        Assert.True(kept > 20 && swaps > 20, $"{kept} files kept, {swaps} swaps");
        _scene.AssertOutsideIsUntouched();
    }

    [Fact]
    public void A_name_that_becomes_a_link_is_not_written_through()
    {
        int link = 0;
        (int kept, int swaps) = Race(
            swap: () =>
            {
                string name = _scene.In("f/file" + (Interlocked.Increment(ref link) % 50));
                Directory.CreateDirectory(_scene.In("f"));
                File.Delete(name);
                File.CreateSymbolicLink(name, _scene.Victim);
                Thread.SpinWait(2000);
                File.Delete(name);
            },
            step: (folder, i) => Put(folder, $"f/file{i % 50}", "evil", new FileEntry { Mode = Octal("777") }));
        Assert.True(kept > 20 && swaps > 20, $"{kept} files kept, {swaps} swaps");
        _scene.AssertOutsideIsUntouched();
    }

    [Fact]
    public void Permissions_and_links_of_the_end_stay_inside()
    {
        int round = 0;
        (int kept, int swaps) = Race(
            swap: () => SwapFolder("d"),
            step: (folder, i) =>
            {
                string name = $"d/n{Interlocked.Increment(ref round)}";
                folder.CreateFolder(P(name), new FileEntry { Type = FileEntryType.Folder, Mode = Octal("777"), LastWriteTime = DateTimeOffset.UnixEpoch });
                folder.CreateLink(P(name + "/link"), Link("../x"));
            });
        Assert.True(kept > 20 && swaps > 20, $"{kept} entries kept, {swaps} swaps");
        _scene.AssertOutsideIsUntouched();
        Assert.NotEqual(DateTime.UnixEpoch, Directory.GetLastWriteTimeUtc(_scene.Outside));
    }

    // Extractions one after the other, of a few entries each, while another thread swaps.
    private (int Kept, int Swaps) Race(Action swap, Action<ExtractionFolder, int> step)
    {
        using var done = new CancellationTokenSource(Long);
        int swaps = 0;
        var attacker = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                try
                {
                    swap();
                    swaps++;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    Thread.Yield(); // the other side was quicker
                }
            }
        });
        attacker.Start();
        int kept = 0;
        for (int round = 0; !done.IsCancellationRequested && (kept < Enough || Volatile.Read(ref swaps) < Enough); round++)
        {
            using ExtractionFolder folder = _scene.Open(new ExtractionOptions { Overwrite = true });
            for (int i = 0; i < 5; i++)
            {
                try
                {
                    step(folder, (round * 5) + i);
                    kept++;
                }
                catch (Exception e) when (e is DareException or IOException)
                {
                    // Refused, or lost to the other side: what counts is where nothing went.
                }
            }

            folder.Finish();
        }

        done.Cancel();
        attacker.Join();
        return (kept, swaps);
    }

    private void SwapFolder(string name)
    {
        string path = _scene.In(name);
        string aside = _scene.In(".aside");
        if (Directory.Exists(aside))
        {
            Directory.Delete(aside, recursive: true); // the folder was made anew before it could be put back
        }

        Directory.CreateDirectory(path);
        Directory.Move(path, aside);
        Directory.CreateSymbolicLink(path, _scene.Outside);
        Thread.SpinWait(2000);
        File.Delete(path);
        Directory.Move(aside, path);
    }
}
