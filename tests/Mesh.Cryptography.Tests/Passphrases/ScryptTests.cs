using BouncyScrypt = Org.BouncyCastle.Crypto.Generators.SCrypt;

namespace Mesh.Cryptography.Tests.Passphrases;

public class ScryptTests
{
    // RFC 7914, section 12; the last case there takes a gigabyte, which is refused here.
    [Theory]
    [InlineData("", "", 4, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")]
    [InlineData("password", "NaCl", 10, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    [InlineData("pleaseletmein", "SodiumChloride", 14, 8, 1, "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")]
    public void Gives_what_RFC_7914_prints(string passphrase, string salt, int costLog2, int blockSize, int parallelism, string expected)
    {
        using SecretBytes key = Scrypt.DeriveKey(
            System.Text.Encoding.ASCII.GetBytes(passphrase), System.Text.Encoding.ASCII.GetBytes(salt), costLog2, blockSize, parallelism, 64);
        Assert.Equal(expected, Convert.ToHexStringLower(key.Reveal()));
    }

    // RFC 7914, section 9.
    [Fact]
    public void Mixes_blocks_as_RFC_7914_prints()
    {
        byte[] input = Convert.FromHexString(
            "f7ce0b653d2d72a4108cf5abe912ffdd777616dbbb27a70e8204f3ae2d0f6fad89f68f4811d1e87bcc3bd7400a9ffd29094f0184639574f39ae5a1315217bcd7"
            + "894991447213bb226c25b54da86370fbcd984380374666bb8ffcb5bf40c254b067d27c51ce4ad5fed829c90b505a571b7f4d1cad6a523cda770e67bceaaf7e89");
        uint[] words = new uint[input.Length / 4];
        uint[] mixed = new uint[words.Length];
        SalsaBlocks.Read(input, words);
        SalsaBlocks.Mix(words, mixed);
        byte[] output = new byte[input.Length];
        SalsaBlocks.Write(mixed, output);
        Assert.Equal(
            "a41f859c6608cc993b81cacb020cef05044b2181a2fd337dfd7b1c6396682f29b4393168e3c9e6bcfe6bc5b7a06d96bae424cc102c91745c24ad673dc7618f81"
            + "20edc975323881a80540f64c162dcd3c21077cfe5f8d5fe2b1a4168f953678b77d3b3d803b60e4ab920996e59b4d53b65d2a225877d5edf5842cb9f14eefe425",
            Convert.ToHexStringLower(output));
    }

    [Fact]
    public void Agrees_with_BouncyCastle_for_all_kinds_of_parameters()
    {
        var random = new SeededRandom(nameof(ScryptTests));
        for (int round = 0; round < 60; round++)
        {
            byte[] passphrase = random.Bytes(random.Next(80));
            byte[] salt = random.Bytes(random.Next(40));
            int costLog2 = 1 + random.Next(9);
            int blockSize = 1 + random.Next(10);
            int parallelism = 1 + random.Next(4);
            int length = 1 + random.Next(100);
            using SecretBytes key = Scrypt.DeriveKey(passphrase, salt, costLog2, blockSize, parallelism, length);
            Assert.Equal(
                Convert.ToHexString(BouncyScrypt.Generate(passphrase, salt, 1 << costLog2, blockSize, parallelism, length)),
                Convert.ToHexString(key.Reveal()));
        }
    }

    [Theory]
    [InlineData(0, 8, 1)]
    [InlineData(-1, 8, 1)]
    [InlineData(22, 2, 1)]
    [InlineData(21, 1, 1)]
    [InlineData(17, 0, 1)]
    [InlineData(17, 8, 0)]
    [InlineData(17, -8, -1)]
    [InlineData(16, 1, 1)]
    [InlineData(19, 8, 1)]
    [InlineData(18, 9, 1)]
    [InlineData(18, 8, 5)]
    [InlineData(1, 1 << 20, 5)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    public void Refuses_parameters_beyond_its_limits_before_any_work(int costLog2, int blockSize, int parallelism)
    {
        Assert.False(Scrypt.Accepts(costLog2, blockSize, parallelism));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<CryptoException>(() => Scrypt.DeriveKey([1], [2], costLog2, blockSize, parallelism, 32));
        Assert.Equal(CryptoError.InvalidParameter, error.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData(17, 8, 1)]
    [InlineData(18, 8, 4)]
    [InlineData(20, 2, 1)]
    [InlineData(15, 1, 1)]
    [InlineData(1, 1, 1)]
    public void Accepts_what_is_within_them(int costLog2, int blockSize, int parallelism) =>
        Assert.True(Scrypt.Accepts(costLog2, blockSize, parallelism));
}
