namespace Mesh.Manager.Files;

/// <summary>How much there is to read, looked up beside the work, for those who watch it.</summary>
internal static class InputSize
{
    /// <summary>Adds up files and folders, and states the total when it is known.</summary>
    public static void Find(Progress progress, IReadOnlyList<string> inputs, CancellationToken cancel)
    {
        if (progress.IsShown)
        {
            _ = Task.Run(() => progress.Expect(Of(inputs, cancel)), cancel);
        }
    }

    /// <summary>The octets in files and folders, links not followed; 0 where that cannot be known.</summary>
    public static long Of(IReadOnlyList<string> inputs, CancellationToken cancel)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        long total = 0;
        try
        {
            foreach (string input in inputs)
            {
                if (!Directory.Exists(input))
                {
                    total += new FileInfo(input).Length;
                    continue;
                }

                foreach (FileInfo file in new DirectoryInfo(input).EnumerateFiles("*", options))
                {
                    cancel.ThrowIfCancellationRequested();
                    total += file.Length;
                }
            }

            return total;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // Whoever reads it says so.
            return 0;
        }
    }
}
