namespace Whelk.Testing;

/// <summary>Bytes that were once well made.</summary>
internal static class Mutation
{
    private static readonly byte[] Telling = [0, 1, 0x7F, 0x80, 0xFF];

    internal static byte[] Of(Random random, byte[] bytes)
    {
        var mutated = bytes.ToList();
        for (var change = random.Next(1, 5); change > 0 && mutated.Count > 0; change--)
        {
            Change(random, mutated);
        }

        return [.. mutated];
    }

    private static void Change(Random random, List<byte> bytes)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = Telling[random.Next(Telling.Length)];
                break;
            case 2:
                bytes.RemoveRange(at, random.Next(1, bytes.Count - at + 1));
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(0, random.Next(bytes.Count)));
                break;
            case 4:
                bytes.Insert(at, (byte)random.Next(256));
                break;
            default:
                for (var offset = at; offset < Math.Min(at + 4, bytes.Count); offset++)
                {
                    bytes[offset] = 0xFF;
                }

                break;
        }
    }
}
