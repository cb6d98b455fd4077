using Mesh.Cryptography;

namespace Mesh.Dare.Tests;

public class SignedNoteTests
{
    private const string Name = "example.com/alice";
    private static readonly Ed25519Seed Key = Ed25519Seed.FromOctets([.. Enumerable.Repeat((byte)5, 32)]);
    private static readonly byte[] Public = Ed25519.PublicKey(Key);

    /// <summary>The example in the documentation of the Go package golang.org/x/mod/sumdb/note.</summary>
    [Fact]
    public void The_published_example_is_made_and_verifies()
    {
        const string Text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
        byte[] secret = Convert.FromBase64String("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
        using Ed25519Seed key = Ed25519Seed.FromOctets(secret.AsSpan(1));
        byte[] note = SignedNote.Sign(Text, "PeterNeumann", key);
        Assert.Equal(
            Text + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
            System.Text.Encoding.UTF8.GetString(note));
        byte[] publicKey = Convert.FromBase64String("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1..];
        Assert.Equal(Text, SignedNote.Verify(note, "PeterNeumann", publicKey));
    }

    [Fact]
    public void A_checkpoint_is_about_one_state()
    {
        MerkleTree tree = TreeVectorTests.Tree(7);
        var state = new StoreCheckpoint(new byte[16], 7, tree.Root());
        byte[] note = CheckpointNote.Sign(state, Name, Name, Key);
        Assert.StartsWith(
            $"{Name}\n7\n{Convert.ToBase64String(tree.Root())}\n\n— {Name} ", System.Text.Encoding.UTF8.GetString(note), StringComparison.Ordinal);
        CheckpointNote.Verify(note, state, Name, Name, Public);
        StoreCheckpoint[] others =
        [
            new(new byte[16], 6, tree.Root()),
            new(new byte[16], 7, tree.Root(6)),
        ];
        Assert.All(others, o => Assert.Equal(
            DareError.TreeMismatch, TestKeys.ErrorOf(() => CheckpointNote.Verify(note, o, Name, Name, Public))));
        Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => CheckpointNote.Verify(note, state, "example.com/bob", Name, Public)));
    }

    [Fact]
    public void A_checkpoint_is_read_and_other_notes_are_none()
    {
        string root = Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        (string origin, long count, byte[] octets) = CheckpointNote.Read(SignedNote.Sign($"{Name}\n70\n{root}\nmore\n", Name, Key), Public);
        Assert.Equal((Name, 70, root), (origin, count, Convert.ToBase64String(octets)));
        foreach (string text in (string[])["\n70", "\n", $"\n070\n{root}", $"\n-1\n{root}", $"\n 7\n{root}", $"\n9223372036854775808\n{root}",
            $"\n7\n{root[..40]}", $"\n7\n{root}=", "\n7\n" + new string('?', 44)])
        {
            Assert.Equal(
                DareError.Malformed, TestKeys.ErrorOf(() => CheckpointNote.Read(SignedNote.Sign($"{Name}{text}\n", Name, Key), Public)));
        }

        // A key signs under one name, that of the log.
        Assert.Equal(
            DareError.SignatureMissing, TestKeys.ErrorOf(() => CheckpointNote.Read(SignedNote.Sign($"other\n7\n{root}\n", Name, Key), Public)));
    }

    [Fact]
    public void Signatures_by_others_are_ignored_and_a_wrong_one_refuses_the_note()
    {
        string note = System.Text.Encoding.UTF8.GetString(SignedNote.Sign("text\n", Name, Key));
        string other = $"— other {Convert.ToBase64String(new byte[68])}\n";
        Assert.Equal("text\n", Verify(note + other));
        Assert.Equal("text\n", Verify(note.Replace("\n\n", "\n\n" + other, StringComparison.Ordinal)));
        Assert.Equal(DareError.SignatureMissing, TestKeys.ErrorOf(() => Verify("text\n\n" + other)));
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => Verify(note.Replace("text", "Text", StringComparison.Ordinal))));
        Assert.Equal(
            DareError.SignatureMissing,
            TestKeys.ErrorOf(() => SignedNote.Verify(System.Text.Encoding.UTF8.GetBytes(note), "other", Public)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\nsignature\n")]
    [InlineData("text\n\n— name AAAAAAAA")]
    [InlineData("text\n\n— name ====\n")]
    [InlineData("text\n\n— name AAAA AAAA\n")]
    [InlineData("te\u0001xt\n\n— name AAAAAAAA\n")]
    public void What_is_no_note_is_refused(string note) => Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => Verify(note)));

    [Fact]
    public void Notes_have_bounds_and_are_utf8()
    {
        string line = $"— other {Convert.ToBase64String(new byte[68])}\n";
        Assert.Equal(
            DareError.LimitExceeded, TestKeys.ErrorOf(() => Verify("text\n\n" + string.Concat(Enumerable.Repeat(line, 101)))));
        Assert.Equal(DareError.LimitExceeded, TestKeys.ErrorOf(() => Verify(new string('x', 1 << 17))));
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => SignedNote.Verify([0xC3, 0x28, 0x0A, 0x0A], Name, Public)));
    }

    [Theory]
    [InlineData("text", "name")]
    [InlineData("te\txt\n", "name")]
    [InlineData("text\n", "")]
    [InlineData("text\n", "a name")]
    [InlineData("text\n", "a+name")]
    public void What_nobody_could_read_is_not_signed(string text, string name) =>
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => SignedNote.Sign(text, name, Key)));

    private static string Verify(string note) => SignedNote.Verify(System.Text.Encoding.UTF8.GetBytes(note), Name, Public);
}
