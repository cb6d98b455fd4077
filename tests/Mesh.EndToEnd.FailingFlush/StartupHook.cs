using Mesh.EndToEnd.FailingFlush;

/// <summary>
/// What the runtime calls before the program's own first line: from the moment when the file that MESH_TEST_FLUSH_FAILS names exists, every flush
/// of this process fails.
/// </summary>
internal static class StartupHook
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    public static void Initialize()
    {
        string signal = Environment.GetEnvironmentVariable("MESH_TEST_FLUSH_FAILS")!;
        if (File.Exists(signal))
        {
            Fail(signal);
            return;
        }

        new Thread(() =>
        {
            while (!File.Exists(signal))
            {
                Thread.Sleep(Interval);
            }

            Fail(signal);
        }) { IsBackground = true }.Start();
    }

    // The name with ".seen" tells the tester that it is so.
    private static void Fail(string signal)
    {
        FlushFilter.Install();
        File.WriteAllText(signal + ".seen", "");
    }
}
