using Whelk.Errors;

namespace Whelk.Api;

/// <summary>Finds the key sequence with which a person leaves a workload without ending it; what was held back and is not it goes on.</summary>
public sealed class DetachKeys
{
    /// <summary>What Docker uses where nobody says otherwise.</summary>
    public const string Default = "ctrl-p,ctrl-q";
    private readonly byte[] _sequence;
    private int _matched;

    private DetachKeys(byte[] sequence) => _sequence = sequence;

    /// <summary>The bytes that they send.</summary>
    internal ReadOnlySpan<byte> Sequence => _sequence;

    /// <param name="text">Keys separated by commas, each a character or ctrl- with one of a-z @ [ \ ] ^ _.</param>
    /// <exception cref="WhelkException">InvalidArgument: an unknown key.</exception>
    public static DetachKeys Parse(string text) =>
        new(text.Length == 0 ? [] : [.. text.Split(',').Select(Key)]);

    /// <summary>Passes <paramref name="input"/> through.</summary>
    /// <param name="input">What was typed.</param>
    /// <param name="typed">What of it the workload shall get, with anything held back before that turned out to be no part of the sequence.</param>
    /// <returns>Whether the sequence is complete; what follows it is dropped.</returns>
    public bool Filter(ReadOnlySpan<byte> input, List<byte> typed)
    {
        typed.Clear();
        if (_sequence.Length == 0)
        {
            typed.AddRange(input);
            return false;
        }

        foreach (var key in input)
        {
            if (key != _sequence[_matched])
            {
                typed.AddRange(_sequence.AsSpan(0, _matched));
                _matched = 0;
            }

            if (key != _sequence[_matched])
            {
                typed.Add(key);
            }
            else if (++_matched == _sequence.Length)
            {
                return true;
            }
        }

        return false;
    }

    private static byte Key(string name)
    {
        if (name.Length == 1 && name[0] is > (char)0x20 and < (char)0x7f)
        {
            return (byte)name[0];
        }

        if (name.Length == 6 && name.StartsWith("ctrl-", StringComparison.Ordinal) && char.ToUpperInvariant(name[5]) is >= '@' and <= '_' and var key)
        {
            return (byte)(key - '@');
        }

        throw new WhelkException(ErrorCode.InvalidArgument, $"Invalid escape keys ({name}) provided");
    }
}
