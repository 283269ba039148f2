using System.Buffers.Binary;

namespace Whelk.Testing;

/// <summary>Runs a program of classic BPF over a struct seccomp_data, as far as libseccomp uses the language.</summary>
internal static class BpfInterpreter
{
    internal const uint X86_64 = 0xc000003e;
    internal const uint I386 = 0x40000003;

    /// <summary>What the program returns for this call.</summary>
    internal static uint Run(byte[] program, uint architecture, int call, params ulong[] arguments)
    {
        var data = Data(architecture, call, arguments);
        var accumulator = 0u;
        for (var at = 0; ;)
        {
            var instruction = program.AsSpan(at * 8, 8);
            var operand = BinaryPrimitives.ReadUInt32LittleEndian(instruction[4..]);
            at++;
            switch (BinaryPrimitives.ReadUInt16LittleEndian(instruction))
            {
                case 0x20: accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan((int)operand)); break; // ld [k]
                case 0x54: accumulator &= operand; break;
                case 0x05: at += (int)operand; break;
                case 0x15: at += instruction[accumulator == operand ? 2 : 3]; break;
                case 0x25: at += instruction[accumulator > operand ? 2 : 3]; break;
                case 0x35: at += instruction[accumulator >= operand ? 2 : 3]; break;
                case 0x06: return operand;
                case var other: throw new NotSupportedException($"instruction {other:x}");
            }
        }
    }

    // struct seccomp_data: int nr, u32 arch, u64 instruction_pointer, u64 args[6].
    private static byte[] Data(uint architecture, int call, ulong[] arguments)
    {
        var data = new byte[64];
        BinaryPrimitives.WriteInt32LittleEndian(data, call);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), architecture);
        for (var i = 0; i < arguments.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16 + (i * 8)), arguments[i]);
        }

        return data;
    }
}
