namespace Mesh.Dare.Tests;

/// <summary>The conformance suites over account logs of which hardly any may stay open.</summary>
public static class CrowdedLogStorageConformanceTests
{
    private static LogStorageHarness New() => new LogStorageHarness(maximumOpen: 1);

    public class Accounts : AccountConformance
    {
        protected override StorageHarness Start() => New();
    }

    public class Atomicity : AtomicityConformance
    {
        protected override StorageHarness Start() => New();
    }

    public class Preconditions : PreconditionConformance
    {
        protected override StorageHarness Start() => New();
    }

    public class Requests : RequestConformance
    {
        protected override StorageHarness Start() => New();
    }

    public class Reading : ReadingConformance
    {
        protected override StorageHarness Start() => New();
    }

    public class PrivateRecords : PrivateRecordConformance
    {
        protected override StorageHarness Start() => New();
    }
}
