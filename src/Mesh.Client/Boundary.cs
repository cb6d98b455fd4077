// Every public operation of this library runs inside the boundary: what the layers below throw becomes a ClientException with a code that a
// person or a program can act on. Mistakes in programs (ArgumentException and the like) pass through unchanged.

using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Gives the exceptions of the layers below as <see cref="ClientException"/>.</summary>
internal static class Boundary
{
    public static T Run<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    public static async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>The exception to throw instead; null for what is to pass.</summary>
    public static ClientException? Translate(Exception e) => e switch
    {
        ProtocolException { Code: ProtocolError.OutcomeUnknown } => new ClientException(
            ClientError.OutcomeUnknown, "It is not known whether the service carried out the change. Run the command again: nothing is done twice.", e),
        ProtocolException p => new ClientException(Code(p.Code), Sentence(p.Message) + Advice(p.Code), p),
        SchemaException s => new ClientException(Code(s.Code), Sentence(s.Message), s),
        DareException { Code: DareError.OutcomeUnknown } => new ClientException(
            ClientError.Storage,
            $"It is not known whether the change was saved: {FileProblem.Of(e.InnerException ?? e)}. Mend that, then run the command again: nothing is done twice.",
            e),
        DareException d => new ClientException(Code(d.Code), d.Message, d),
        KeyException k => new ClientException(
            CodeOf(k.Code), Sentence(k.Message), k),
        EncodingException or CryptoException => new ClientException(ClientError.Damaged, Sentence(e.Message), e),
        IOException or UnauthorizedAccessException => new ClientException(ClientError.Storage, e.Message, e),
        _ => null,
    };

    private static string Advice(ProtocolError code) => code switch
    {
        ProtocolError.Unreachable => " Check the network, and try again later.",
        ProtocolError.NotDiscovered => " Check the address and the network.",
        ProtocolError.HostNotAccepted => " Nothing was sent to it. If you did not expect another service there, ask its operator.",
        ProtocolError.Configuration => " Mend that setting.",
        _ => "",
    };

    private static ClientError Code(ProtocolError code) => code switch
    {
        ProtocolError.NotDiscovered or ProtocolError.Unreachable => ClientError.Unreachable,
        ProtocolError.HostNotAccepted or ProtocolError.ResponseNotAuthentic => ClientError.ServiceUntrusted,
        ProtocolError.Refused or ProtocolError.TooMany => ClientError.Refused,
        ProtocolError.OutcomeUnknown => ClientError.OutcomeUnknown,
        ProtocolError.Configuration or ProtocolError.TooLarge => ClientError.InvalidInput,
        _ => ClientError.InvalidResponse,
    };

    private static ClientError CodeOf(KeyError code) => code switch
    {
        KeyError.StorePermissions => ClientError.UnsafeFolder,
        KeyError.StoreFailed or KeyError.StoreNotDurable => ClientError.Storage,
        _ => ClientError.Damaged,
    };

    private static ClientError Code(SchemaError code) => code switch
    {
        SchemaError.NotOpened => ClientError.NoDecryptionKey,
        _ => ClientError.Verification,
    };

    private static ClientError Code(DareError code) => code switch
    {
        DareError.LogBusy => ClientError.Busy,
        DareError.Unavailable or DareError.OutcomeUnknown => ClientError.Storage,
        DareError.Decryption => ClientError.NoDecryptionKey,
        DareError.LogCorrupt or DareError.LogRefused or DareError.Malformed or DareError.NotFound or DareError.AlreadyExists => ClientError.Damaged,
        _ => ClientError.Verification,
    };

    private static string Sentence(string message) =>
        message.Length == 0 ? message : Capital(message) + message[1..].TrimEnd('.') + ".";

    // The name of a host or domain stays as it is.
    private static char Capital(string message) =>
        message.AsSpan(0, Math.Max(0, message.IndexOf(' ', StringComparison.Ordinal))).ContainsAny('.', ':') ? message[0] : char.ToUpperInvariant(message[0]);
}
