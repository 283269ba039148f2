using System.Security.Cryptography;

namespace Whelk.Engine.Names;

/// <summary>Names for workloads that were given none: adjective_animal, as people know them from Docker.</summary>
internal static class RandomName
{
    private static readonly string[] Adjectives =
    [
        "amber", "bold", "brave", "bright", "brisk", "calm", "clever", "coral", "crisp", "deep", "eager", "fair", "fleet", "fond", "gentle", "glad",
        "happy", "hardy", "jolly", "keen", "kind", "lively", "lucid", "mellow", "merry", "nimble", "noble", "patient", "placid", "proud", "quick", "quiet",
        "serene", "sharp", "sleek", "smart", "steady", "stoic", "sturdy", "sunny", "swift", "tidal", "tidy", "vivid", "warm", "wise", "witty", "zesty",
    ];

    private static readonly string[] Animals =
    [
        "abalone", "anchovy", "anemone", "barnacle", "beluga", "bream", "clam", "cockle", "conch", "cowrie", "crab", "cuttlefish", "dolphin", "dugong", "eel", "grebe",
        "gull", "heron", "krill", "lamprey", "limpet", "lobster", "manatee", "marlin", "mussel", "narwhal", "nautilus", "octopus", "orca", "osprey", "otter", "oyster",
        "pelican", "periwinkle", "plover", "porpoise", "prawn", "puffin", "scallop", "seal", "shrimp", "skate", "sole", "squid", "starfish", "tern", "triton", "urchin",
    ];

    /// <summary>A name that <paramref name="taken"/> does not have.</summary>
    internal static string Next(Func<string, bool> taken)
    {
        while (true)
        {
            var name = $"{Pick(Adjectives)}_{Pick(Animals)}";
            if (!taken(name))
            {
                return name;
            }

            name += RandomNumberGenerator.GetInt32(10_000);
            if (!taken(name))
            {
                return name;
            }
        }
    }

    private static string Pick(string[] words) => words[RandomNumberGenerator.GetInt32(words.Length)];
}
