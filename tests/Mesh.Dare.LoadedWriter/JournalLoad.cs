using System.Globalization;
using Mesh.Cryptography;
using Mesh.Dare;

namespace Mesh.Dare.LoadedWriter;

/// <summary>
/// Appends to a log beside others, in two threads:
/// <c>Mesh.Dare.LoadedWriter journal FILE NAME COUNT</c>. Prints <c>ready</c>, waits for a line, and then prints the number of every entry once it is durable;
/// with COUNT 0 it goes on until it is killed.
/// </summary>
internal static class JournalLoad
{
    private const int Threads = 2;

    public static void Run(string path, string name, int count)
    {
        // Whoever reads has the same key.
        using var secret = new SecretBytes(new byte[32]);
        var options = new JournalOptions
        {
            Sequence = new SequenceOptions
            {
                Policy = new DarePolicy { EncryptionAlgorithm = "A256GCM-S64K", Encryption = "Session" },
                SymmetricRecipients = [secret],
                Access = new OpenRequest { SymmetricKeys = [secret] },
            },
            FlushInterval = TimeSpan.Zero,
            IndexFrames = 100,
        };
        using JournalWriter writer = JournalWriter.OpenOrCreate(path, options);
        using Stream output = Console.OpenStandardOutput(); // not buffered: what was written is in the pipe when the process dies
        output.Write("ready\n"u8);
        Console.ReadLine();
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(t => new Thread(() =>
        {
            for (int i = t; count == 0 || i < count; i += Threads)
            {
                writer.Append(string.Create(CultureInfo.InvariantCulture, $"{name} {i} {new string('x', i % 7 * 100)}"));
                lock (output)
                {
                    output.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{i}\n")));
                }
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        writer.Close();
    }
}
