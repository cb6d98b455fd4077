using System.Text.Json;
using Mesh.CommandLine;
using Mesh.Encoding;

namespace Mesh.Manager.Tests;

/// <summary>Rehearsals and checks of shares by the real program: what they say, and that they never say the secret.</summary>
public sealed class RehearsalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("key", 2, 4)]
    [InlineData("seed", 2, 4)]
    [Requirement("ESC-08")]
    public async Task A_rehearsal_prints_no_secret_and_no_share_whatever_it_is_given(string kind, int threshold, int count)
    {
        Shared made = await ShareAsync(kind, threshold, count);
        Shared other = await ShareAsync(kind, threshold, count);
        var secret = new Leak([made.Secret, other.Secret], kind == "seed" ? 3 : 1);
        var shares = new Leak([.. made.Shares, .. other.Shares], 2);
        string last = Mistyped(made.Shares[0]);
        string[] good = made.Shares[..threshold];
        (string Name, string[] Lines, string[] Options)[] inputs =
        [
            ("enough, with the set", [.. good, made.Set], []),
            ("all, with the set", [.. made.Shares, made.Set], []),
            ("one, with the set", [made.Shares[1], made.Set], []),
            ("enough, bare", good, []),
            ("enough, bare, expected", good, ["--expect", made.Identifier]),
            ("one more, bare", made.Shares[..(threshold + 1)], []),
            ("one, bare", [made.Shares[0]], []),
            ("set alone", [made.Set], []),
            ("nothing", [], []),
            ("a bad one and enough, with the set", [last, .. made.Shares[1..], made.Set], []),
            ("a bad one and too few, with the set", [last, .. made.Shares[2..threshold], made.Set], []),
            ("a bad one, bare, to be told", [last, .. made.Shares[1..]], []),
            ("a bad one, bare, not to be told", [last, .. made.Shares[1..threshold]], []),
            ("one number twice", [last, .. made.Shares], []),
            ("shares of another set", [.. other.Shares, made.Set], []),
            ("two sets", [.. good, made.Set, other.Set], []),
            ("mixed, bare", [other.Shares[0], .. made.Shares[1..threshold]], []),
            ("another expected", [.. good, made.Set], ["--expect", other.Identifier]),
            ("no share", [.. good, made.Shares[0][..^6], made.Set], []),
            ("the secret itself", [made.Secret, .. good, made.Set], []),
        ];
        foreach ((string name, string[] lines, string[] options) in inputs)
        {
            foreach (string[] report in new[] { new[] { "--json" }, ["--verbose"] })
            {
                foreach (string[] command in new[] { ["recover", "--verify"], new[] { "verify-share" } })
                {
                    ProgramRun.Outcome said = await KeyAsync([.. command, .. options, .. report], lines);
                    string all = said.Output + said.Error;
                    Assert.False(secret.IsIn(all), $"{name}: {all}");
                    Assert.False(shares.IsIn(all), $"{name}: {all}");
                    Assert.NotEqual("", all);
                }
            }
        }

        // The search sees: without --verify it is there.
        ProgramRun.Outcome told = await KeyAsync(["recover"], [.. good, made.Set]);
        Assert.True(secret.IsIn(told.Output), told.Error);
        ProgramRun.Outcome json = await KeyAsync(["recover", "--json"], [.. good, made.Set]);
        Assert.True(secret.IsIn(json.Output), json.Error);
        Assert.True(shares.IsIn(good[0].ToLowerInvariant()) && shares.IsIn(Convert.ToHexString(Base32.Decode(good[0])[2..])));
    }

    [Fact]
    public async Task A_bad_share_beside_enough_good_ones_is_named_and_left_out()
    {
        Shared made = await ShareAsync("key", 2, 4);
        string[] lines = [made.Shares[0], Mistyped(made.Shares[1]), made.Shares[3], made.Set];
        const string Named = "Share 2 (standard input, line 2) does not belong to the set";
        ProgramRun.Outcome recovered = await KeyAsync(["recover"], lines);
        Assert.Equal((ExitCode.Success, made.Secret), (recovered.Exit, recovered.Output.Trim()));
        Assert.StartsWith(Named, recovered.Error, StringComparison.Ordinal);
        ProgramRun.Outcome rehearsed = await KeyAsync(["recover", "--verify"], lines);
        Assert.Equal(ExitCode.Success, rehearsed.Exit);
        Assert.Equal(["Recovery shares valid", "   Shares = 1, 4", "   Not valid = 2"], rehearsed.Output.Split('\n')[..3]);
        Assert.StartsWith(Named, rehearsed.Error, StringComparison.Ordinal);
        ProgramRun.Outcome few = await KeyAsync(["recover"], [.. lines[..2], made.Set]);
        Assert.Equal((ExitCode.VerificationFailed, ""), (few.Exit, few.Output));
        Assert.StartsWith("ERROR - " + Named, few.Error, StringComparison.Ordinal);
        Assert.Contains("2 shares are needed, and here is 1.", few.Error, StringComparison.Ordinal);

        // Without the set they contradict each other, and nothing is recovered.
        ProgramRun.Outcome bare = await KeyAsync(["recover"], lines[..3]);
        Assert.Equal((ExitCode.VerificationFailed, ""), (bare.Exit, bare.Output));
        Assert.Contains("does not belong to the others", bare.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_share_is_checked_by_itself()
    {
        Shared made = await ShareAsync("seed", 3, 5);
        ProgramRun.Outcome good = await KeyAsync(["verify-share"], [made.Shares[4], made.Set]);
        Assert.Equal(
            (ExitCode.Success, $"Share 5 (standard input, line 1): valid\n   Set = {made.Identifier}\n   3 of 5 shares recover the secret\n   Account UDF = {made.Account}\n", ""),
            (good.Exit, good.Output, good.Error));

        string[] lines = [Mistyped(made.Shares[0]), made.Shares[2], made.Set];
        ProgramRun.Outcome bad = await KeyAsync(["verify-share"], lines);
        Assert.Equal(ExitCode.VerificationFailed, bad.Exit);
        Assert.StartsWith("Share 1 (standard input, line 1): not valid\nShare 3 (standard input, line 2): valid\n", bad.Output, StringComparison.Ordinal);
        Assert.StartsWith("ERROR - Share 1 (standard input, line 1) does not belong to the set", bad.Error, StringComparison.Ordinal);

        JsonElement json = JsonElement.Parse((await KeyAsync(["verify-share", "--json"], lines)).Output).GetProperty("ResultKey");
        Assert.Equal((false, false, 3), (json.GetProperty("Success").GetBoolean(), json.GetProperty("Verified").GetBoolean(), json.GetProperty("ErrorCode").GetInt32()));
        Assert.Equal((3, 5, 2), (json.GetProperty("Threshold").GetInt32(), json.GetProperty("Count").GetInt32(), json.GetProperty("Missing").GetInt32()));
        Assert.Equal((made.Identifier, made.Account), (json.GetProperty("Identifier").GetString(), json.GetProperty("ProfileUdf").GetString()));
        Assert.Equal(
            [(1, false), (3, true)],
            json.GetProperty("Checked").EnumerateArray().Select(c => (c.GetProperty("Number").GetInt32(), c.GetProperty("Verified").GetBoolean())));
        Assert.False(json.TryGetProperty("Shares", out _) || json.TryGetProperty("Key", out _));
    }

    [Fact]
    public async Task A_share_without_its_set_is_not_checked_and_that_is_said()
    {
        Shared made = await ShareAsync("key", 2, 3);
        ProgramRun.Outcome bare = await KeyAsync(["verify-share"], made.Shares);
        Assert.Equal((ExitCode.VerificationFailed, ""), (bare.Exit, bare.Output));
        Assert.Contains("Without its share set nothing can be said of a share", bare.Error, StringComparison.Ordinal);
        ProgramRun.Outcome none = await KeyAsync(["verify-share"], [made.Set]);
        Assert.Equal(ExitCode.Error, none.Exit);
        ProgramRun.Outcome expected = await KeyAsync(["verify-share", "--expect", made.Identifier], [made.Shares[0], made.Set]);
        Assert.Equal(ExitCode.Success, expected.Exit);
        Shared other = await ShareAsync("key", 2, 3);
        ProgramRun.Outcome unexpected = await KeyAsync(["verify-share", "--expect", other.Identifier], [made.Shares[0], made.Set]);
        Assert.Equal((ExitCode.VerificationFailed, ""), (unexpected.Exit, unexpected.Output));
    }

    [Fact]
    public async Task Two_bare_shares_of_a_seed_are_not_called_valid_though_they_give_an_account()
    {
        Shared made = await ShareAsync("seed", 2, 3);
        ProgramRun.Outcome wrong = await KeyAsync(["recover", "--verify"], [Mistyped(made.Shares[0]), made.Shares[1]]);
        Assert.Equal((ExitCode.VerificationFailed, ""), (wrong.Exit, wrong.Output));
        Assert.Contains("If that is the right one, say --expect with it.", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Account!, wrong.Error, StringComparison.Ordinal);
        ProgramRun.Outcome right = await KeyAsync(["recover", "--verify", "--expect", made.Account!], made.Shares[..2]);
        Assert.Equal(ExitCode.Success, right.Exit);
        Assert.Equal(ExitCode.VerificationFailed, (await KeyAsync(["recover", "--verify", "--expect", made.Account!], [Mistyped(made.Shares[0]), made.Shares[1]])).Exit);
    }

    [Fact]
    public async Task Shares_come_as_parameters_files_and_sheets()
    {
        Shared made = await ShareAsync("key", 2, 3);
        await File.WriteAllTextAsync(_folder.File("sheet.txt"), $"# words\nShare: {made.Shares[1]}\nSet: {made.Set}\n");
        await File.WriteAllTextAsync(_folder.File("bare.txt"), made.Shares[2].ToLowerInvariant() + "\n");
        ProgramRun.Outcome found = await KeyAsync(["verify-share", made.Shares[0], "@bare.txt", "-", "--file", "sheet.txt"], [made.Shares[0]]);
        Assert.Equal(ExitCode.Success, found.Exit);
        Assert.StartsWith(
            "Share 1 (parameter 1): valid\nShare 3 (bare.txt, line 1): valid\nShare 2 (sheet.txt, line 2): valid\n", found.Output, StringComparison.Ordinal);

        // A share where the name of a file is expected is not repeated.
        var leak = new Leak(made.Shares, 2);
        foreach (string[] wrong in new string[][] { ["--file", made.Shares[0]], ["@" + made.Shares[0]] })
        {
            ProgramRun.Outcome refused = await KeyAsync(["verify-share", .. wrong, "--json"], []);
            Assert.Equal(ExitCode.Usage, refused.Exit);
            Assert.False(leak.IsIn(refused.Output + refused.Error), refused.Error);
        }
    }

    [Fact]
    public async Task A_secret_that_is_given_has_its_own_size()
    {
        ProgramRun.Outcome refused = await KeyAsync(["share", "-", "--bits", "256"], [NewSeed()]);
        Assert.Equal((ExitCode.Usage, ""), (refused.Exit, refused.Output));
        Shared made = await ShareAsync("seed", 2, 3);
        Assert.Equal(ExitCode.Success, (await KeyAsync(["recover"], made.Shares[..2])).Exit);
    }

    // The last letter but the padding: another share of the same form, whose secret differs in its last octets alone.
    private static string Mistyped(string share)
    {
        byte[] octets = Base32.Decode(share);
        octets[^1] ^= 1;
        return Base32.Encode(octets);
    }

    private async Task<Shared> ShareAsync(string kind, int threshold, int count)
    {
        string seed = kind == "seed" ? NewSeed() : "";
        ProgramRun.Outcome made = await KeyAsync(
            ["share", .. seed.Length > 0 ? new[] { "-" } : [], "--quorum", $"{threshold}", "--shares", $"{count}", "--json"], [seed]);
        Assert.True(made.Exit == 0, made.Error);
        JsonElement json = JsonElement.Parse(made.Output).GetProperty("ResultKey");
        return new Shared(
            seed.Length > 0 ? seed : json.GetProperty("Key").GetString()!,
            [.. json.GetProperty("Shares").EnumerateArray().Select(s => s.GetString()!)],
            json.GetProperty("Set").GetString()!,
            json.GetProperty("Identifier").GetString()!,
            json.TryGetProperty("ProfileUdf", out JsonElement account) ? account.GetString() : null);
    }

    private static string NewSeed()
    {
        using Mesh.Keys.KeySeed seed = Mesh.Keys.KeySeed.Generate(Mesh.Keys.SeedKind.MeshProfileAccount, Mesh.Cryptography.SystemRandom.Instance);
        return seed.RevealUdf();
    }

    private Task<ProgramRun.Outcome> KeyAsync(string[] arguments, string[] lines) => ProgramRun.RunAsync(
        "meshman", ["key", .. arguments], _folder.Path, string.Concat(lines.Select(l => l + "\n")), ("MESH_HOME", _folder.File("home")));

    private sealed record Shared(string Secret, string[] Shares, string Set, string Identifier, string? Account);
}
