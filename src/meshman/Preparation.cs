// What the platform sets up at its first use - the cryptographic library, the JSON reader, the streams of the terminal, the two field products of curve
// 448, which are compiled for this very processor - is most of the time of a short command. Every command on an account needs it, so it is set up on another
// processor while the command line is read and the files are opened, in the order in which it is wanted. Nothing waits for it: whoever comes first does
// the work. Files are mostly signed, and listed with local times.

using System.Security.Cryptography;
using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Manager;

/// <summary>Sets up beside the main thread what commands on an account need.</summary>
internal static class Preparation
{
    // Long texts are read in other ways than short ones.
    private static ReadOnlySpan<byte> AnyJson => "{\"a\":\"b\",\"c\":\"0123456789012345678901234567890123456789012345678901234567890123456789\"}"u8;

    /// <summary>Begins, if the first word of the command line names commands on an account.</summary>
    public static void Begin(string first, Terminal terminal)
    {
        string word = first.ToUpperInvariant();
        if (Environment.ProcessorCount > 1 && word is "PASSWORD" or "ACCOUNT" or "DARE" or "DEVICE" or "MESSAGE")
        {
            new Thread(() => Run(terminal, isForFiles: word == "DARE")) { IsBackground = true, Name = nameof(Preparation) }.Start();
        }
    }

    private static void Run(Terminal terminal, bool isForFiles)
    {
        try
        {
            StrictJson.Parse(AnyJson.ToArray()).Dispose();
            using AgreementPrivateKey any = AgreementPrivateKey.Generate(KeyAlgorithm.X448, SystemRandom.Instance);
            any.Agree(BasePoint).Dispose();
            byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, AnyJson.ToArray(), 32);
            using AesGcm gcm = new(key, AesGcm.TagByteSizes.MaxSize);
            _ = terminal.Out;
            if (isForFiles)
            {
                using SignaturePrivateKey signer = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, SystemRandom.Instance);
                _ = ((SignaturePublicKey)signer.PublicKey).Verify(AnyJson, signer.Sign(AnyJson, SystemRandom.Instance));
                _ = TimeZoneInfo.Local;
            }
        }
        catch (Exception e) when (e is CryptographicException or TypeInitializationException or DllNotFoundException or PlatformNotSupportedException)
        {
            // The command meets the same, and tells of it.
            return;
        }
    }

    // u = 5 (RFC 7748 4.2).
    private static ReadOnlySpan<byte> BasePoint =>
    [
        5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0,
    ];
}
