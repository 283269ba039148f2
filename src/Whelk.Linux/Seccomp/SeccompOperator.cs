namespace Whelk.Linux.Seccomp;

/// <summary>enum scmp_compare of &lt;seccomp.h&gt;, unsigned.</summary>
public enum SeccompOperator
{
    None = 0,
    NotEqual = 1,
    Less = 2,
    LessOrEqual = 3,
    Equal = 4,
    GreaterOrEqual = 5,
    Greater = 6,
    MaskedEqual = 7,
}
