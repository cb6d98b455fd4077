using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// A PIN that was issued, as the account's administrators keep it (Mesh schema 12). Its MessageId is the PinId. In MMM_Local, signed
/// by the device that issued it. Dispose it: whoever has the salted PIN can use the PIN.
/// </summary>
public sealed record MessagePin : Message, IDisposable
{
    /// <summary>The account, lower case.</summary>
    public required string Account { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether its use is accepted without asking.</summary>
    public bool? Automatic { get; init; }

    /// <summary>The PIN bound to its action.</summary>
    [JsonConverter(typeof(SaltedPinConverter))]
    public required SaltedPin SaltedPin { get; init; }

    /// <summary>What it is for; see <see cref="PinAction"/>.</summary>
    public required string Action { get; init; }

    /// <summary>Names of the roles that it gives.</summary>
    public ImmutableArray<string> Roles { get => field.OrEmpty(); init; }

    /// <summary>Erases the salted PIN.</summary>
    public void Dispose() => SaltedPin.Dispose();
}
