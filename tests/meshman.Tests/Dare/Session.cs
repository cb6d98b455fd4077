using Mesh.CommandLine;

namespace Mesh.Manager.Tests;

/// <summary>Commands in this process, in a folder of their own, by somebody who has no Mesh folder.</summary>
internal sealed class Session : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EnvironmentChange _environment;

    public Session() => _environment = new EnvironmentChange(("MESH_HOME", _folder.File("nobody/home")), ("HOME", _folder.File("nobody")));

    /// <summary>Keys that a person presses, one after the other; null where there is no person.</summary>
    public string? Typed { get; set; }

    public bool HasHome => Directory.Exists(_folder.File("nobody"));

    public string this[string name] => _folder.File(name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public string Read(string name) => File.ReadAllText(this[name]);

    public (int Exit, string Output, string Error) Run(params string[] line)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int next = 0;
        bool person = Typed is not null;
        var terminal = new Terminal(output, error, TextReader.Null, person, person)
        {
            ReadKey = () =>
            {
                char c = Typed![next++];
                return new ConsoleKeyInfo(c, c == '\n' ? ConsoleKey.Enter : c == '\b' ? ConsoleKey.Backspace : 0, false, false, false);
            },
        };
        int exit = new CommandHost(new ManagerProgram(terminal).Root, terminal, Explanation.Of).RunAsync(line).GetAwaiter().GetResult();
        return (exit, output.ToString(), error.ToString());
    }

    /// <summary>Runs a line that succeeds and gives what it prints.</summary>
    public string Do(params string[] line)
    {
        (int exit, string output, string error) = Run(line);
        Assert.True(exit == 0, string.Join(' ', line) + "\n" + error);
        return output;
    }

    /// <summary>Runs a line that ends with that code and gives its one line of error.</summary>
    public string Fails(int expected, params string[] line)
    {
        (int exit, _, string error) = Run(line);
        Assert.True(exit == expected, $"{string.Join(' ', line)}\nexit {exit}\n{error}");
        Assert.StartsWith("ERROR - ", error.Split('\n')[^2], StringComparison.Ordinal);
        return error;
    }

    public void Dispose()
    {
        _environment.Dispose();
        _folder.Dispose();
    }
}
