using Whelk.Errors;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>How a machine is to start. Where it is said, it starts so or not at all.</summary>
internal sealed class StartWay
{
    private static readonly StartWay Any = new(string.Empty, takesTemplate: true, takesWarm: true, missing: null);

    // It boots; it is a clone of a template; it has waited for its workload.
    private static readonly StartWay[] Named =
    [
        new("cold", takesTemplate: false, takesWarm: false, missing: null),
        new("clone", takesTemplate: true, takesWarm: false, "there is no template for such a machine"),
        new("waiting", takesTemplate: true, takesWarm: true, "no machine waits for such a workload"),
    ];

    private StartWay(string word, bool takesTemplate, bool takesWarm, string? missing) =>
        (Word, TakesTemplate, TakesWarm, Missing) = (word, takesTemplate, takesWarm, missing);

    /// <summary>In the annotation.</summary>
    internal string Word { get; }

    /// <summary>Whether it may have what the keeper of its root has.</summary>
    internal bool TakesTemplate { get; }

    /// <summary>Whether that may be a machine that waits.</summary>
    internal bool TakesWarm { get; }

    /// <summary>Why there is no such start where the keeper gave nothing that does; null where another start does.</summary>
    internal string? Missing { get; }

    /// <summary>What config.json says; whichever is fastest where it says nothing.</summary>
    /// <exception cref="WhelkException">InvalidArgument: it is none.</exception>
    internal static StartWay Of(RuntimeSpec config) => Annotations.Of(config, Annotations.Start) is { } word ? Parse(word) : Any;

    /// <exception cref="WhelkException">InvalidArgument: it is none.</exception>
    internal static StartWay Parse(string word) => Named.FirstOrDefault(way => way.Word == word)
        ?? throw new WhelkException(ErrorCode.InvalidArgument, $"{Annotations.Start}: '{word}' is no way to start: give {string.Join(", ", Named.Select(way => way.Word))}");

    /// <summary>That it cannot start so.</summary>
    internal WhelkException Refusal(string reason) => new(ErrorCode.Unavailable, $"{Annotations.Start}={Word}: {reason}");
}
