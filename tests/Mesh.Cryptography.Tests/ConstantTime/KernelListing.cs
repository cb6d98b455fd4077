using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mesh.Cryptography.Tests.ConstantTime;

/// <summary>The entry point of this assembly as a program: calls every kernel once, so that the compiler lists it.</summary>
internal static class KernelListing
{
    public const string Argument = "list-kernels";

    /// <summary>Straight-line methods that work on secrets.</summary>
    public static IReadOnlyList<string> Methods { get; } =
    [
        .. Kernels("Field448"),
        .. Kernels("Field25519"),
        "SignedWindows:Split", "EightMasks:.ctor", "EightMasks:KeepVector",
        .. VectorKernels448,
        .. Field25519x4.IsSupported ? VectorKernels : [],
    ];

    private static string[] VectorKernels =>
    [
        "Field25519x4:Multiply", "Field25519x4:Square", "Field25519x4:AddSmallMultiple", "Field25519x4:Pack", "Field25519x4:Unpack",
        "Point25519x4:Add", "Point25519x4:Double", "PreparedPoint25519x4:Keep", "Ladder25519x4:Step",
    ];

    // Compiled only where the machine can run them.
    private static string[] VectorKernels448 => Field448x4.IsSupported
        ?
        [
            "Field448x4:Multiply", "Field448x4:Square", "Field448x4:MultiplyHalves", "Field448x4:SquareHalf", "Field448x4:Finish",
            "Field448x4:SumsAndDifferences", "Field448x4:LadderSums", "Field448x4:LadderFactors", "Field448x4:MultiplyLastLane",
        ]
        : [];

    public static int Main(string[] args)
    {
        if (args is not [Argument])
        {
            return 1;
        }

        Exercise448();
        if (Field448x4.IsSupported)
        {
            Exercise448x4();
        }

        Exercise25519();
        if (Field25519x4.IsSupported)
        {
            Exercise25519x4();
        }

        return 0;
    }

    private static IEnumerable<string> Kernels(string type) => ((string[])
        [
            "Multiply", "Square", "MultiplySmall", "Add", "Subtract", "Select", "Swap", "NegateIf", "Canonical", "SubtractModulus",
            "ZeroMask",
        ]).Select(method => $"{type}:{method}");

    // Not optimised: a kernel that is inlined into its caller has no listing of its own.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static void Exercise448()
    {
        Field448 a = new(2);
        Field448 b = new(3);
        Field448.Multiply(out a, a, b);
        Field448.Square(out a, a);
        Field448.MultiplySmall(out a, a, 7);
        Field448.Add(out Field448 sum, a, b);
        Field448.Subtract(out a, sum, b);
        Field448.Select(out a, a, b, 0);
        Field448.Swap(ref a, ref b, 0);
        Field448.NegateIf(out a, a, 0);
        Span<byte> octets = stackalloc byte[56];
        a.Write(octets);
        Field448.TryReadCanonical(octets, out b);
        octets[0] = (byte)b.ZeroMask();
        var table = new Vector128<ulong>[SignedWindows.Multiples];
        var masks = new EightMasks(SignedWindows.Split(0, out _));
        masks.KeepVector(ref table[0], 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static void Exercise448x4()
    {
        Field448 one = new(1);
        Field448x4.Workspace workspace = default;
        Field448x4.Matrix matrix = new(one);
        Field448x4.Create(out Field448x4 a, one, one, one, one);
        Field448x4.Multiply(out a, ref a, ref a, ref workspace);
        Field448x4.Square(out a, ref a, ref workspace);
        Field448x4.SumsAndDifferences(out a, ref a);
        Field448x4.LadderSums(out a, out Field448x4 b, ref a, 0);
        Field448x4.LadderFactors(out b, out _, ref a);
        Field448x4.MultiplyLastLane(ref b, ref matrix);
    }

    // Not optimised: a kernel that is inlined into its caller has no listing of its own.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static void Exercise25519()
    {
        Field25519 a = new(2);
        Field25519 b = new(3);
        Field25519.Multiply(out a, a, b);
        Field25519.Square(out a, a);
        Field25519.MultiplySmall(out a, a, 7);
        Field25519.Add(out Field25519 sum, a, b);
        Field25519.Subtract(out a, sum, b);
        Field25519.Select(out a, a, b, 0);
        Field25519.Swap(ref a, ref b, 0);
        Field25519.NegateIf(out a, a, 0);
        Span<byte> octets = stackalloc byte[32];
        a.Write(octets);
        Field25519.TryReadCanonical(octets, out b);
        octets[0] = (byte)b.ZeroMask();
    }

    // Not optimised: a kernel that is inlined into its caller has no listing of its own.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static void Exercise25519x4()
    {
        Field25519 a = new(2);
        Field25519x4.Pack(out Field25519x4 v, a, a, a, a);
        Field25519x4.Multiply(out v, v, v);
        Field25519x4.Square(out v, v);
        Field25519x4.AddSmallMultiple(ref v, v, Vector256.Create(1UL));
        v.Unpack(out a, out _, out _, out _);
        var point = new Point25519x4(ExtendedPoint25519.Neutral);
        PreparedPoint25519x4.From(out PreparedPoint25519x4 prepared, point);
        Field25519x4 kept = default;
        PreparedPoint25519x4.Keep(ref kept.W0, ref kept.W1, ref kept.W2, ref kept.W3, ref kept.W4, prepared, default);
        Point25519x4.Add(out point, point, prepared);
        Point25519x4.Double(out point, point);
        Ladder25519x4.Step(ref v, v, 1);
    }
}
