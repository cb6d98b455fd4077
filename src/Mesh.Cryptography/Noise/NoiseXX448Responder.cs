// The responder of Noise_XX_448_AESGCM_SHA512 (Noise Protocol Framework, revision 34, section 5.3; Mesh channel, section 1).

namespace Mesh.Cryptography;

/// <summary>
/// The responder of one handshake: <see cref="ReadMessage1"/>, <see cref="WriteMessage2"/>, then, in this instance or in one made from its
/// <see cref="Export"/>, <see cref="ReadMessage3Static"/> and <see cref="ReadMessage3Payload"/>; each once and in that order. Any failure
/// ends the handshake.
/// </summary>
public sealed class NoiseXX448Responder : IDisposable
{
    private readonly NoiseSymmetricState _state;
    private readonly AgreementScalar448? _static;
    private readonly ClampedScalar448 _ephemeral;
    private readonly byte[] _ephemeralOctets;
    private byte[] _remoteEphemeral = [];
    private byte[] _sealedPayload = [];
    private Step _step = Step.Message1;

    /// <summary>Begins a handshake.</summary>
    /// <param name="prologue">What both sides must agree on beforehand.</param>
    /// <param name="staticKey">The own static key, of either kind; it is not disposed with the handshake.</param>
    /// <param name="ephemeral">56 octets before clamping, fresh for this handshake.</param>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public NoiseXX448Responder(ReadOnlySpan<byte> prologue, AgreementScalar448 staticKey, ReadOnlySpan<byte> ephemeral)
        : this(ephemeral, new NoiseSymmetricState(NoiseXX448.ProtocolNameOctets, prologue)) => _static = staticKey;

    private NoiseXX448Responder(ReadOnlySpan<byte> ephemeral, NoiseSymmetricState state)
    {
        _ephemeral = ClampedScalar448.FromOctets(ephemeral);
        _ephemeralOctets = GC.AllocateArray<byte>(NoiseXX448.EphemeralSize, pinned: true);
        ephemeral.CopyTo(_ephemeralOctets);
        _state = state;
    }

    private enum Step
    {
        Message1,
        Message2,
        Message3,
        Payload3,
        Over,
    }

    /// <summary>The initiator's static public key, 56 octets, after <see cref="ReadMessage3Static"/>; empty before.</summary>
    public byte[] RemoteStatic { get; private set; } = [];

    /// <summary>Goes on where the exported handshake stood.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public static NoiseXX448Responder Import(NoiseXX448ResponderState state) => new(
        state.Ephemeral, new NoiseSymmetricState(state.ChainingKey, state.Key, state.Counter, state.Hash)) { _step = Step.Message3 };

    /// <summary>Reads M1 and returns its payload, which is neither secret nor authenticated.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.OutOfOrder"/>.</exception>
    public byte[] ReadMessage1(ReadOnlySpan<byte> message)
    {
        Enter(Step.Message1);
        NoiseXX448.CheckLength("M1", NoiseXX448.Message1Overhead, message.Length);
        _remoteEphemeral = message[..NoiseXX448.PublicKeySize].ToArray();
        _state.MixHash(_remoteEphemeral);
        byte[] payload = message[NoiseXX448.PublicKeySize..].ToArray();
        _state.MixHash(payload);
        _step = Step.Message2;
        return payload;
    }

    /// <summary>M2.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.ZeroAgreement"/>, <see cref="CryptoError.OutOfOrder"/>.</exception>
    public byte[] WriteMessage2(ReadOnlySpan<byte> payload)
    {
        Enter(Step.Message2);
        byte[] message = new byte[NoiseXX448.Message2Overhead + payload.Length];
        Span<byte> e = message.AsSpan(0, NoiseXX448.PublicKeySize);
        NoiseXX448.Public(_ephemeral).CopyTo(e);
        _state.MixHash(e);
        NoiseXX448.MixAgreement(_state, _ephemeral, _remoteEphemeral);
        _state.EncryptAndHash(NoiseXX448.Public(_static!), message.AsSpan(NoiseXX448.PublicKeySize, NoiseXX448.SealedKeySize));
        NoiseXX448.MixAgreement(_state, _static!, _remoteEphemeral);
        _state.EncryptAndHash(payload, message.AsSpan(NoiseXX448.PublicKeySize + NoiseXX448.SealedKeySize));
        _step = Step.Message3;
        return message;
    }

    /// <summary>The state after M2, a copy that the caller seals and disposes.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.OutOfOrder"/> at any other step.</exception>
    public NoiseXX448ResponderState Export() => _step == Step.Message3
        ? new NoiseXX448ResponderState(_state.ChainingKey, _state.Key, _state.Counter, _state.Hash, _ephemeralOctets)
        : throw new CryptoException(CryptoError.OutOfOrder, "A handshake is exported after M2 and before M3 only.");

    /// <summary>Opens the static key of M3, before any DH; returns its 56 octets.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.IntegrityFailure"/>, <see cref="CryptoError.OutOfOrder"/>.
    /// </exception>
    public byte[] ReadMessage3Static(ReadOnlySpan<byte> message)
    {
        Enter(Step.Message3);
        NoiseXX448.CheckLength("M3", NoiseXX448.Message3Overhead, message.Length);
        RemoteStatic = _state.DecryptAndHash(message[..NoiseXX448.SealedKeySize]);
        _sealedPayload = message[NoiseXX448.SealedKeySize..].ToArray();
        _step = Step.Payload3;
        return RemoteStatic;
    }

    /// <summary>Opens the payload of the same M3, which proves that the initiator holds its static key, and gives the result.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.IntegrityFailure"/>, <see cref="CryptoError.ZeroAgreement"/>, <see cref="CryptoError.OutOfOrder"/>.
    /// </exception>
    public byte[] ReadMessage3Payload(out NoiseXX448Result result)
    {
        Enter(Step.Payload3);
        NoiseXX448.MixAgreement(_state, _ephemeral, RemoteStatic);
        byte[] binding = _state.Hash.ToArray();
        byte[] payload = _state.DecryptAndHash(_sealedPayload);
        result = new NoiseXX448Result(_state.Hash.ToArray(), binding, _state.Split());
        return payload;
    }

    /// <summary>Erases the ephemeral key and the state.</summary>
    public void Dispose()
    {
        _step = Step.Over;
        _ephemeral.Dispose();
        Array.Clear(_ephemeralOctets);
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
