using System.Text.Json;

namespace Mesh.Cryptography.Tests.Noise;

public class NoiseXX448Tests
{
    private static readonly byte[] Prologue = "prologue"u8.ToArray();

    [ThirdPartyFact("noise/noise_448_aesgcm_sha512.json")]
    public void Both_sides_reproduce_the_published_vector()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(VectorFile.ThirdParty("noise/noise_448_aesgcm_sha512.json")!));
        JsonElement v = document.RootElement.GetProperty("vectors").EnumerateArray()
            .Single(e => e.Text("protocol_name") == NoiseXX448.ProtocolName);
        JsonElement[] messages = [.. v.GetProperty("messages").EnumerateArray()];
        using var initiatorStatic = ClampedScalar448.FromOctets(v.Hex("init_static"));
        using var responderStatic = ClampedScalar448.FromOctets(v.Hex("resp_static"));
        using var initiator = new NoiseXX448Initiator(v.Hex("init_prologue"), initiatorStatic, v.Hex("init_ephemeral"));
        using var responder = new NoiseXX448Responder(v.Hex("resp_prologue"), responderStatic, v.Hex("resp_ephemeral"));

        byte[] m1 = initiator.WriteMessage1(messages[0].Hex("payload"));
        Assert.Equal(messages[0].Hex("ciphertext"), m1);
        Assert.Equal(messages[0].Hex("payload"), responder.ReadMessage1(m1));
        byte[] m2 = responder.WriteMessage2(messages[1].Hex("payload"));
        Assert.Equal(messages[1].Hex("ciphertext"), m2);
        Assert.Equal(messages[1].Hex("payload"), initiator.ReadMessage2(m2));
        byte[] m3 = initiator.WriteMessage3(messages[2].Hex("payload"), out NoiseXX448Result ours);
        Assert.Equal(messages[2].Hex("ciphertext"), m3);
        Assert.Equal(X448.PublicKey(initiatorStatic)[..56], responder.ReadMessage3Static(m3));
        Assert.Equal(messages[2].Hex("payload"), responder.ReadMessage3Payload(out NoiseXX448Result theirs));
        Assert.Equal(v.Hex("handshake_hash"), ours.HandshakeHash);
        Assert.Equal(v.Hex("handshake_hash"), theirs.HandshakeHash);

        // The transport messages of the vector show k2 (from the responder) and k1 in turn.
        for (int i = 3; i < messages.Length; i++)
        {
            SecretBytes key = i % 2 == 1 ? theirs.Key2 : ours.Key1;
            byte[] nonce = [.. new byte[11], (byte)((i - 3) / 2)];
            Assert.Equal(messages[i].Hex("ciphertext"), Aes256Gcm.Seal(key.Reveal(), nonce, messages[i].Hex("payload"), []));
        }
    }

    [Fact]
    public void Both_sides_reproduce_the_channel_handshake()
    {
        JsonElement m1 = Vectors.Case("channel.json", "hs-d-m1");
        JsonElement m2 = Vectors.Case("channel.json", "hs-d-m2").GetProperty("inputs");
        JsonElement seal = Vectors.Case("channel.json", "hs-d-seal").GetProperty("inputs");
        JsonElement secret = Vectors.Case("channel.json", "hs-d-secret");
        JsonElement m3 = Vectors.Case("channel.json", "hs-d-m3");
        byte[] prologue = m1.GetProperty("inputs").Hex("prologue");
        using AgreementScalar448 responderStatic = Key(m2.GetProperty("s_r"));
        using var responder = new NoiseXX448Responder(prologue, responderStatic, m2.GetProperty("e_r").Hex("private"));
        Assert.Empty(responder.ReadMessage1(m1.GetProperty("expected").Hex("m1")));
        byte[] written = responder.WriteMessage2(Vectors.Case("channel.json", "hs-d-m2").GetProperty("expected").Hex("payload"));
        Assert.Equal(Vectors.Case("channel.json", "hs-d-m2").GetProperty("expected").Hex("m2"), written);

        using NoiseXX448ResponderState state = responder.Export();
        Assert.Equal(seal.Hex("ck"), state.ChainingKey.ToArray());
        Assert.Equal(seal.Hex("k"), state.Key.ToArray());
        Assert.Equal(1UL, state.Counter);
        Assert.Equal(seal.Hex("h"), state.Hash.ToArray());
        Assert.Equal(seal.Hex("e_r"), state.Ephemeral.ToArray());

        using NoiseXX448Responder later = NoiseXX448Responder.Import(NoiseXX448ResponderState.FromOctets(state.Reveal()));
        later.ReadMessage3Static(m3.GetProperty("expected").Hex("m3"));
        later.ReadMessage3Payload(out NoiseXX448Result result);
        Assert.Equal(secret.GetProperty("inputs").Hex("h"), result.HandshakeHash);
        Assert.Equal(secret.GetProperty("expected").Hex("hb"), result.BindingHash);
        Assert.Equal(secret.GetProperty("expected").Hex("k1"), result.Key1.Reveal().ToArray());
        Assert.Equal(secret.GetProperty("expected").Hex("k2"), result.Key2.Reveal().ToArray());
    }

    [Fact]
    public void Any_change_of_any_message_fails_the_handshake()
    {
        for (int message = 1; message <= 3; message++)
        {
            foreach (int at in (int[])[0, 30, 56, 80, -1])
            {
                Assert.Throws<CryptoException>(() => Run(message, m => m[at < 0 ? m.Length - 1 : at % m.Length] ^= 1));
            }
        }

        Run(0, _ => { });
    }

    [Fact]
    public void Prologues_must_agree()
    {
        using var key = ClampedScalar448.FromOctets(new SeededRandom("static").Bytes(56));
        using var initiator = new NoiseXX448Initiator("one"u8, key, new SeededRandom("e_i").Bytes(56));
        using var responder = new NoiseXX448Responder("two"u8, key, new SeededRandom("e_r").Bytes(56));
        responder.ReadMessage1(initiator.WriteMessage1([]));
        byte[] m2 = responder.WriteMessage2([]);
        Assert.Equal(CryptoError.IntegrityFailure, Assert.Throws<CryptoException>(() => initiator.ReadMessage2(m2)).Code);
    }

    [Fact]
    public void An_ephemeral_of_small_order_aborts()
    {
        using var key = ClampedScalar448.FromOctets(new SeededRandom("static").Bytes(56));
        using var responder = new NoiseXX448Responder(Prologue, key, new SeededRandom("e_r").Bytes(56));
        responder.ReadMessage1(new byte[56]);
        Assert.Equal(CryptoError.ZeroAgreement, Assert.Throws<CryptoException>(() => responder.WriteMessage2([])).Code);
    }

    [Fact]
    public void A_counter_at_its_end_opens_nothing()
    {
        // ck (64), k (32), then the counter.
        byte[] octets = new SeededRandom("state").Bytes(NoiseXX448ResponderState.Size);
        octets.AsSpan(96, 8).Fill(0xFF);
        using NoiseXX448ResponderState state = NoiseXX448ResponderState.FromOctets(octets);
        Assert.Equal(ulong.MaxValue, state.Counter);
        using NoiseXX448Responder responder = NoiseXX448Responder.Import(state);
        Assert.Equal(
            CryptoError.OutOfOrder,
            Assert.Throws<CryptoException>(() => responder.ReadMessage3Static(new byte[NoiseXX448.Message3Overhead])).Code);
    }

    [Fact]
    public void Steps_out_of_order_and_after_a_failure_are_refused()
    {
        using var key = ClampedScalar448.FromOctets(new SeededRandom("static").Bytes(56));
        using var initiator = new NoiseXX448Initiator(Prologue, key, new SeededRandom("e_i").Bytes(56));
        Assert.Equal(CryptoError.OutOfOrder, Assert.Throws<CryptoException>(() => initiator.ReadMessage2(new byte[200])).Code);
        Assert.Equal(CryptoError.OutOfOrder, Assert.Throws<CryptoException>(() => initiator.WriteMessage1([])).Code);
        using var responder = new NoiseXX448Responder(Prologue, key, new SeededRandom("e_r").Bytes(56));
        Assert.Equal(CryptoError.OutOfOrder, Assert.Throws<CryptoException>(responder.Export).Code);
        Assert.Equal(CryptoError.InvalidLength, Assert.Throws<CryptoException>(() => responder.ReadMessage1(new byte[55])).Code);
        Assert.Equal(CryptoError.OutOfOrder, Assert.Throws<CryptoException>(() => responder.ReadMessage1(new byte[56])).Code);
    }

    private static AgreementScalar448 Key(JsonElement key) => key.Text("kind") == "clamped"
        ? ClampedScalar448.FromOctets(key.Hex("private"))
        : ResidueScalar448.FromOctets(key.Hex("private"));

    private static void Run(int altered, Action<byte[]> alter)
    {
        using var ours = ClampedScalar448.FromOctets(new SeededRandom("ours").Bytes(56));
        using var theirs = ResidueScalar448.Random(new SeededRandom("theirs"));
        using var initiator = new NoiseXX448Initiator(Prologue, ours, new SeededRandom("e_i").Bytes(56));
        using var responder = new NoiseXX448Responder(Prologue, theirs, new SeededRandom("e_r").Bytes(56));
        byte[] m1 = Altered(1, initiator.WriteMessage1("one"u8));
        Assert.Equal(m1[56..], responder.ReadMessage1(m1));
        byte[] m2 = Altered(2, responder.WriteMessage2("two"u8));
        Assert.Equal("two"u8.ToArray(), initiator.ReadMessage2(m2));
        Assert.Equal(X448.PublicKey(theirs)[..56], initiator.RemoteStatic);
        byte[] m3 = Altered(3, initiator.WriteMessage3("three"u8, out NoiseXX448Result first));
        responder.ReadMessage3Static(m3);
        Assert.Equal("three"u8.ToArray(), responder.ReadMessage3Payload(out NoiseXX448Result second));
        Assert.Equal(first.HandshakeHash, second.HandshakeHash);
        Assert.Equal(first.BindingHash, second.BindingHash);
        Assert.True(first.Key1.FixedTimeEquals(second.Key1) && first.Key2.FixedTimeEquals(second.Key2));

        byte[] Altered(int number, byte[] message)
        {
            if (number == altered)
            {
                alter(message);
            }

            return message;
        }
    }
}
