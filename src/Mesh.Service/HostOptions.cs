namespace Mesh.Service;

/// <summary>How a host runs.</summary>
public sealed record HostOptions
{
    /// <summary>The data folder, made by <see cref="ServiceIdentity.Create"/>.</summary>
    public required string Data { get; init; }

    /// <summary>Where to listen: <c>https://0.0.0.0:443</c>, or <c>http://127.0.0.1:0</c> with <see cref="InsecureLoopback"/>.</summary>
    public required Uri Listen { get; init; }

    /// <summary>True permits plain HTTP, on a loopback address alone.</summary>
    public bool InsecureLoopback { get; init; }

    /// <summary>PEM file of the TLS certificate and its chain.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of its private key.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>What the operator decides.</summary>
    public ServicePolicy Policy { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
