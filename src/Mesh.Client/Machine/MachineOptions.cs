using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;

namespace Mesh.Client;

/// <summary>Everything that a machine needs from outside.</summary>
public sealed record MachineOptions
{
    /// <summary>The Mesh folder of the person.</summary>
    public required string Root { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The source of randomness.</summary>
    public IRandomSource Random { get; init; } = SystemRandom.Instance;

    /// <summary>Looks up <c>MESH_RESOLVE</c> and <c>XDG_RUNTIME_DIR</c>.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Carries octets to hosts; by default HTTP, disposed with the machine.</summary>
    public ITransport? Transport { get; init; }

    /// <summary>Finds hosts; by default the name system of this machine, overridden by <c>MESH_RESOLVE</c>.</summary>
    public IServiceDiscovery? Discovery { get; init; }

    /// <summary>How long to wait for another process that changes the folder.</summary>
    public TimeSpan LockPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The file system of logs and remembered roots. Tests put in one that ends the process.</summary>
    internal IDurableFiles Files { get; init; } = DurableFiles.Instance;

    /// <summary>Opens the key store in a folder.</summary>
    internal Func<string, IKeyStore> OpenKeys { get; init; } = static folder => new FileKeyStore(folder);

    /// <summary>
    /// Called between the steps of operations that change more than one place, with the name of the step just made durable. Tests end the
    /// operation there, as the death of the process would.
    /// </summary>
    internal Action<string> AfterStep { get; init; } = static _ => { };
}
