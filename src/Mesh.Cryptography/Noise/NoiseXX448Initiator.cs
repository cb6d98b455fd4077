// The initiator of Noise_XX_448_AESGCM_SHA512 (Noise Protocol Framework, revision 34, section 5.3; Mesh channel, section 1).

namespace Mesh.Cryptography;

/// <summary>
/// The initiator of one handshake: <see cref="WriteMessage1"/>, <see cref="ReadMessage2"/>, <see cref="WriteMessage3"/>, each once and in
/// that order. Any failure ends the handshake.
/// </summary>
public sealed class NoiseXX448Initiator : IDisposable
{
    private readonly NoiseSymmetricState _state;
    private readonly AgreementScalar448 _static;
    private readonly ClampedScalar448 _ephemeral;
    private byte[] _remoteEphemeral = [];
    private Step _step = Step.Message1;

    /// <summary>Begins a handshake.</summary>
    /// <param name="prologue">What both sides must agree on beforehand.</param>
    /// <param name="staticKey">The own static key, of either kind; it is not disposed with the handshake.</param>
    /// <param name="ephemeral">56 octets before clamping, fresh for this handshake.</param>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public NoiseXX448Initiator(ReadOnlySpan<byte> prologue, AgreementScalar448 staticKey, ReadOnlySpan<byte> ephemeral)
    {
        _static = staticKey;
        _ephemeral = ClampedScalar448.FromOctets(ephemeral);
        _state = new NoiseSymmetricState(NoiseXX448.ProtocolNameOctets, prologue);
    }

    private enum Step
    {
        Message1,
        Message2,
        Message3,
        Over,
    }

    /// <summary>The responder's static public key, 56 octets, after <see cref="ReadMessage2"/>; empty before.</summary>
    public byte[] RemoteStatic { get; private set; } = [];

    /// <summary>M1; the payload is not encrypted.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.OutOfOrder"/>.</exception>
    public byte[] WriteMessage1(ReadOnlySpan<byte> payload)
    {
        Enter(Step.Message1);
        ReadOnlySpan<byte> e = NoiseXX448.Public(_ephemeral);
        _state.MixHash(e);
        byte[] message = [.. e, .. payload];
        _state.MixHash(payload);
        _step = Step.Message2;
        return message;
    }

    /// <summary>Reads M2 and returns its payload.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.IntegrityFailure"/>, <see cref="CryptoError.ZeroAgreement"/>,
    /// <see cref="CryptoError.OutOfOrder"/>.
    /// </exception>
    public byte[] ReadMessage2(ReadOnlySpan<byte> message)
    {
        Enter(Step.Message2);
        NoiseXX448.CheckLength("M2", NoiseXX448.Message2Overhead, message.Length);
        _remoteEphemeral = message[..NoiseXX448.PublicKeySize].ToArray();
        _state.MixHash(_remoteEphemeral);
        NoiseXX448.MixAgreement(_state, _ephemeral, _remoteEphemeral);
        RemoteStatic = _state.DecryptAndHash(message.Slice(NoiseXX448.PublicKeySize, NoiseXX448.SealedKeySize));
        NoiseXX448.MixAgreement(_state, _ephemeral, RemoteStatic);
        byte[] payload = _state.DecryptAndHash(message[(NoiseXX448.PublicKeySize + NoiseXX448.SealedKeySize)..]);
        _step = Step.Message3;
        return payload;
    }

    /// <summary>M3 and the result of the handshake.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.ZeroAgreement"/>, <see cref="CryptoError.OutOfOrder"/>.</exception>
    public byte[] WriteMessage3(ReadOnlySpan<byte> payload, out NoiseXX448Result result)
    {
        Enter(Step.Message3);
        byte[] message = new byte[NoiseXX448.Message3Overhead + payload.Length];
        _state.EncryptAndHash(NoiseXX448.Public(_static), message.AsSpan(0, NoiseXX448.SealedKeySize));
        NoiseXX448.MixAgreement(_state, _static, _remoteEphemeral);
        byte[] binding = _state.Hash.ToArray();
        _state.EncryptAndHash(payload, message.AsSpan(NoiseXX448.SealedKeySize));
        result = new NoiseXX448Result(_state.Hash.ToArray(), binding, _state.Split());
        return message;
    }

    /// <summary>Erases the ephemeral key and the state.</summary>
    public void Dispose()
    {
        _step = Step.Over;
        _ephemeral.Dispose();
        _state.Dispose();
    }

    // A call that fails leaves the handshake over.
    private void Enter(Step step)
    {
        if (_step != step)
        {
            _step = Step.Over;
            throw new CryptoException(CryptoError.OutOfOrder, $"The handshake is not at the step {step}.");
        }

        _step = Step.Over;
    }
}
