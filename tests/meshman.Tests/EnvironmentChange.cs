namespace Mesh.Manager.Tests;

/// <summary>Variables of this process, as they were again when disposed.</summary>
internal sealed class EnvironmentChange : IDisposable
{
    private readonly (string Name, string? Value)[] _before;

    public EnvironmentChange(params (string Name, string Value)[] variables)
    {
        _before = [.. variables.Select(v => (v.Name, Environment.GetEnvironmentVariable(v.Name)))];
        foreach ((string name, string value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose()
    {
        foreach ((string name, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
