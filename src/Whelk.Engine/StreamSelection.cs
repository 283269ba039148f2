namespace Whelk.Engine;

/// <summary>Which of a process' streams a connection joins.</summary>
public sealed record StreamSelection(bool Stdin, bool Stdout, bool Stderr);
