namespace Mesh.CommandLine;

/// <summary>Exit codes of the programs.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>Failed; one line <c>ERROR - …</c> on standard error says why.</summary>
    public const int Error = 1;

    /// <summary>The command line itself was wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>A signature, digest or expected value did not verify.</summary>
    public const int VerificationFailed = 3;

    /// <summary>Refused by the service or by policy.</summary>
    public const int Refused = 4;
}
