using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Mesh.Cryptography.Tests.ConstantTime;

/// <summary>
/// The machine code of the field kernels, as the compiler of this runtime makes it, holds no conditional jump and no division (threshold
/// digest, section 10.7).
/// </summary>
public partial class KernelListingTests
{
    private static readonly Lazy<Dictionary<string, string>> Listings = new(List);

    public static TheoryData<string> Methods => new(KernelListing.Methods);

    [Theory]
    [MemberData(nameof(Methods))]
    [Requirement("CRY-03")]
    public void Compiled_kernels_have_no_conditional_jump(string method)
    {
        Regex forbidden = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ForbiddenOnArm64() : ForbiddenOnX64();
        Assert.DoesNotMatch(forbidden, Listings.Value[method]);
    }

    [Fact]
    public void The_check_sees_jumps()
    {
        Assert.Matches(ForbiddenOnX64(), "       jne      SHORT G_M000_IG04\n");
        Assert.Matches(ForbiddenOnX64(), "       div      rdx:rax, rcx\n");
        Assert.DoesNotMatch(ForbiddenOnX64(), "       jmp      SHORT G_M000_IG04\n       setb     al\n       cmovb    rax, rcx\n");
        Assert.Matches(ForbiddenOnArm64(), "            cbnz    w0, G_M000_IG04\n");
        Assert.Matches(ForbiddenOnArm64(), "            bne     G_M000_IG04\n");
        Assert.DoesNotMatch(ForbiddenOnArm64(), "            bl      [SomeMethod]\n            bic     x0, x1, x2\n");
    }

    private static Dictionary<string, string> List()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "exec", typeof(KernelListing).Assembly.Location, KernelListing.Argument },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] names = [.. KernelListing.Methods.Select(m => m[(m.IndexOf(':', StringComparison.Ordinal) + 1)..]).Distinct()];
        start.Environment["DOTNET_JitDisasm"] = string.Join(' ', names);
        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_ReadyToRun"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result + output);
        const string ours = "Mesh.Cryptography.";
        return output.Split("; Assembly listing for method ")
            .Where(listing => listing.StartsWith(ours, StringComparison.Ordinal))
            .Select(listing => listing[ours.Length..])
            .GroupBy(listing => listing[..listing.IndexOf('(', StringComparison.Ordinal)])
            .ToDictionary(group => group.Key, group => string.Concat(group));
    }

    [GeneratedRegex(@"^\s+(j(?!mp)[a-z]+|i?div)\s", RegexOptions.Multiline)]
    private static partial Regex ForbiddenOnX64();

    [GeneratedRegex(@"^\s+(b\.?(eq|ne|hs|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le|cs|cc)|cbn?z|tbn?z|[us]div)\s", RegexOptions.Multiline)]
    private static partial Regex ForbiddenOnArm64();
}
