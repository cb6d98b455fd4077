using System.CommandLine;
using Mesh.CommandLine;
using Mesh.CommandLine.Tests;

namespace Mesh.Host.Tests;

/// <summary>The real command tree of meshhost.</summary>
public sealed class HostTree : IProgramTree
{
    private static readonly TempFolder Folder = new();
    private static readonly StopSignal Stop = new();

    public HostTree() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();

    public IReadOnlyDictionary<ValueForm, FormSample> Samples { get; } =
        new Dictionary<ValueForm, FormSample>(FormSample.Common(Folder.File("service")))
        {
            [Forms.Domain] = new("example.com", "", "exa mple", "a..b", "alice@example.com", "http://example.com"),
            [Forms.Account] = new("alice@example.com", "", "alice", "alice@", "MAAA", "../x"),
            [Forms.IpAddress] = new("2001:db8::1", "", "example.com", "1.2.3.4.5", "1", "1.2", "::g"),
            [Forms.Url] = new("https://127.0.0.1:8443", "", "127.0.0.1", "ftp://127.0.0.1", "https://example.com", "https://127.0.0.1:99999"),
        };

    public IReadOnlyList<string> Folders { get; } = [Folder.Path];

    public Command Make(Terminal terminal) => HostCommands.Make(terminal, Stop);

    public CommandException? Explain(Exception exception) => Explanation.Of(exception);
}

public sealed class CommandTreeTests : CommandTreeSuite<HostTree>;
