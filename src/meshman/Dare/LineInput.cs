using Mesh.CommandLine;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary>The lines of standard input as they come, as octets; what ends a line is left out. A line is in memory, and of limited length.</summary>
internal static class LineInput
{
    private const int Longest = 1 << 20;

    /// <summary>Hands over line after line.</summary>
    /// <param name="stream">The input.</param>
    /// <param name="take">Gets each line.</param>
    /// <param name="cancel">Ends it between lines, also while none comes.</param>
    /// <exception cref="CommandException">A line is too long; those before it were handed over.</exception>
    public static void Read(Stream stream, Action<ReadOnlyMemory<byte>> take, CancellationToken cancel)
    {
        byte[] buffer = new byte[1 << 16];
        int start = 0;
        int filled = 0;
        while (true)
        {
            int at = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n');
            if (at >= 0)
            {
                take(WithoutReturn(buffer.AsMemory(start, at)));
                start += at + 1;
                continue;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            start = 0;
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, filled < Longest
                    ? 2 * filled
                    : throw new CommandException(ExitCode.Error, $"A line of standard input has more than {Longest} octets; those before it were appended."));
            }

            int count = ReadSome(stream, buffer.AsMemory(filled), cancel);
            if (count == 0)
            {
                if (filled > 0)
                {
                    take(WithoutReturn(buffer.AsMemory(0, filled)));
                }

                return;
            }

            filled += count;
        }
    }

    // Reading from a terminal or a pipe waits for whatever comes, and nothing stops it.
    private static int ReadSome(Stream stream, Memory<byte> space, CancellationToken cancel)
    {
        var reading = Task.Run(() => InputFile.Read(stream, space.Span, "-"), CancellationToken.None);
        return reading.WaitAsync(cancel).GetAwaiter().GetResult();
    }

    private static ReadOnlyMemory<byte> WithoutReturn(ReadOnlyMemory<byte> line) => line.Span is [.., (byte)'\r'] ? line[..^1] : line;
}
