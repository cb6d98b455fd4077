namespace Mesh.Protocol;

/// <summary>What a client proves to be in a handshake (Mesh protocol, section 5); the letter is the octet on the wire.</summary>
public enum CredentialKind : byte
{
    /// <summary>A: a throw-away key.</summary>
    Anonymous = (byte)'A',

    /// <summary>B: a device without an account; its ProfileDevice.</summary>
    Device = (byte)'B',

    /// <summary>C: an account itself, for binding and recovery; its profile and the address that it claims.</summary>
    Account = (byte)'C',

    /// <summary>D: a device of an account; its ConnectionService.</summary>
    ConnectedDevice = (byte)'D',

    /// <summary>E: a service; its host's ConnectionService and its ProfileService.</summary>
    Service = (byte)'E',
}
