namespace Mesh.Dare.Tests;

public class FrameFuzzTests
{
    [Fact]
    public void Changed_sequences_give_frames_or_the_exception_of_this_library()
    {
        byte[] header = "{\"SequenceInfo\":{\"Index\":0}}"u8.ToArray();
        byte[][] valid =
        [
            [.. Frame.Encode(header, [], []), .. Frame.Encode(header, new byte[300], "{}"u8), .. Frame.Encode(header, [1], [])],
            Convert.FromHexString("f410f00748656164657220f005446174612010f4"),
            [0xF4, 4, 0xF0, 2, (byte)'{', (byte)'}', 4, 0xF4],
        ];
        var random = new SeededRandom("frame fuzz");
        for (int i = 0; i < 20_000; i++)
        {
            FrameFuzz.Run(Mutator.Of(valid[random.Next(valid.Length)], random));
        }

        for (int i = 0; i < 5_000; i++)
        {
            FrameFuzz.Run(random.Bytes(random.Next(64)));
        }
    }
}
