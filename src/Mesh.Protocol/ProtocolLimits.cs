namespace Mesh.Protocol;

/// <summary>
/// Every limit of the protocol with its source: Mesh protocol, section 10 ("10" below), the rulings on it, and Mesh channel. Octets
/// unless the name says otherwise.
/// </summary>
public static class ProtocolLimits
{
    /// <summary>POST 1 with M1 (10).</summary>
    public const int Post1 = 4 * 1024;

    /// <summary>M2 or M3: a Noise message never exceeds this (Noise specification, section 3).</summary>
    public const int HandshakeMessage = 65_535;

    /// <summary>POST 2: M3 and the seal, which stays below 1 KiB.</summary>
    public const int Post2 = HandshakeMessage + 1_024;

    /// <summary>The seal that a host gives with M2 (Mesh channel, section 1); ours has 542 octets at most.</summary>
    public const int Seal = 1_000;

    /// <summary>JSON of a first request inside M3 (Mesh channel, section 1).</summary>
    public const int FirstRequest = 49_152;

    /// <summary>JSON of a request or a response, unless the transaction says more (10).</summary>
    public const int Message = 1024 * 1024;

    /// <summary>JSON of a Transact or of an answer to Download; nothing is ever larger (10; a rotation for 100 devices must fit).</summary>
    public const int LargestMessage = 16 * 1024 * 1024;

    /// <summary>
    /// A whole request or response record: the largest message, Padmé (below 1/16 more at these sizes), a tag for each segment, head.
    /// </summary>
    public const int Record = LargestMessage + (LargestMessage / 16) + 64 * 1024;

    /// <summary>A ticket (Mesh channel, section 3); ours stay below 500 octets.</summary>
    public const int Ticket = 1_024;

    /// <summary>Account address, UTF-8: 64 for the name, the sign, 253 for the domain, rounded.</summary>
    public const int AccountAddress = 320;

    /// <summary>Account name in characters, before PolicyAccount narrows it (10).</summary>
    public const int AccountNameCharacters = 64;

    /// <summary>One envelope between accounts (10, P-38).</summary>
    public const int InterAccountMessage = 32 * 1024;

    /// <summary>One catalog entry or one entry of the Local spool (10).</summary>
    public const int CatalogEntry = 256 * 1024;

    /// <summary>Operations in one Operate (10).</summary>
    public const int OperationsPerOperate = 16;

    /// <summary>Characters of a request ID that a service accepts; ours have 28.</summary>
    public const int RequestIdCharacters = 64;

    /// <summary>Items of any list in a message; the octet limits bind first in practice.</summary>
    public const int ListItems = 65_536;

    /// <summary>Levels of nesting in JSON (Mesh schema, section 1.1).</summary>
    public const int JsonDepth = 64;

    /// <summary>|now − time| of a request (Mesh channel, section 4).</summary>
    public const int TimeWindowSeconds = 300;

    /// <summary>Life of a ticket for credential kinds D and E (Mesh channel, section 3).</summary>
    public const int TicketSeconds = 30 * 60;

    /// <summary>Life of a ticket for credential kinds A, B and C (Mesh channel, section 3).</summary>
    public const int ShortTicketSeconds = 120;

    /// <summary>Hosts tried for one request (Mesh protocol, section 9).</summary>
    public const int HostsTried = 4;

    /// <summary>All tries for one request together (Mesh protocol, section 9).</summary>
    public const int RequestSeconds = 30;

    /// <summary>Restarts at M1 with the same request ID after HTTP 401 (Mesh channel, section 1).</summary>
    public const int HandshakeRestarts = 2;

    /// <summary>Age up to which an intent may be repeated with the same ID; stored answers live 24 h (Mesh channel, section 4).</summary>
    public const int RepeatHours = 23;

    /// <summary>The limit of a body by its first octet, which is all that a server needs before it reads on; 0 for an unknown type.</summary>
    public static int BodyOf(byte type) => type switch
    {
        Wire.Post1Type => Post1,
        Wire.Post2Type => Post2,
        Wire.RequestType => Record,
        _ => 0,
    };
}
