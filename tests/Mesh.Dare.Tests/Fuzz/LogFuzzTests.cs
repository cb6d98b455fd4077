using System.Buffers.Binary;

namespace Mesh.Dare.Tests;

public class LogFuzzTests
{
    [Fact]
    public void Changed_logs_records_and_side_files_give_a_log_or_the_exception_of_this_library()
    {
        byte[] records = LogFuzz.Records();
        byte[][] valid = [LogVectors.Log("log-three"), LogVectors.Log("log-marked-next"), LogFuzz.Log(), records, records, LogFuzz.Side(), LogFuzz.Side()];
        var random = new SeededRandom("log fuzz");
        for (int i = 0; i < 3_000; i++)
        {
            LogFuzz.Run(Mutator.Of(valid[random.Next(valid.Length)], random));
        }
    }

    [Fact]
    public void Changed_store_frames_inside_a_right_structure_are_read_or_refused()
    {
        // The frames of a record, changed one at a time, with the lengths around them made right again.
        byte[] records = LogFuzz.Records();
        List<byte[]> parts = [];
        for (int at = 0; at < records.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(records.AsSpan(at));
            parts.Add(records[(at + 4)..(at + 4 + length)]);
            at += 4 + length;
        }

        var random = new SeededRandom("store frame fuzz");
        for (int i = 0; i < 1_000; i++)
        {
            int which = random.Next(parts.Count);
            using var input = new MemoryStream();
            for (int p = 0; p < parts.Count; p++)
            {
                byte[] part = p == which ? Changed(parts[p], random) : parts[p];
                byte[] prefix = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(prefix, part.Length);
                input.Write(prefix);
                input.Write(part);
            }

            LogFuzz.Run(input.ToArray());
        }
    }

    private static byte[] Changed(byte[] part, SeededRandom random)
    {
        if (!Frame.TryParse(part, out Frame? frame))
        {
            return Mutator.Of(part, random);
        }

        byte[] header = frame.Header.ToArray();
        byte[] body = frame.Body.ToArray();
        byte[] trailer = frame.Trailer.ToArray();
        switch (random.Next(3))
        {
            case 0:
                header = Mutator.Of(header, random);
                break;
            case 1:
                body = Mutator.Of(body, random);
                break;
            default:
                trailer = Mutator.Of(trailer, random);
                break;
        }

        return Frame.Encode(header, body, trailer);
    }
}
