using System.CommandLine;
using Mesh.CommandLine;
using Mesh.Schema;

namespace Mesh.Manager.Tests;

/// <summary>Which rights the options give (command-line reference, C-2 and C-9).</summary>
public sealed class RoleOptionsTests
{
    [Theory]
    [InlineData("", "Web")]
    [InlineData("--null", "")]
    [InlineData("--message", "Message")]
    [InlineData("--web --message", "Message Web")]
    [InlineData("--all", "Message Web Device")]
    [InlineData("--admin", "Admin Web")]
    [InlineData("--root --device", "Super Admin Web Device")]
    public void What_is_asked_for_is_given_and_nothing_else(string line, string roles) => Assert.Equal(roles, string.Join(' ', Read(line)));

    [Fact]
    public void No_rights_go_with_no_other_right() =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<CommandException>(() => Read("--null --web")).ExitCode);

    private static Role[] Read(string line)
    {
        var options = new RoleOptions();
        var command = ProgramRoot.Make("test", "");
        foreach (Symbol option in options.All)
        {
            command.Add((Option)option);
        }

        return [.. options.Read(command.Parse(line))];
    }
}
