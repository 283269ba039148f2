namespace Whelk.Errors;

/// <summary>What went wrong, as far as a caller must tell cases apart. API status and exit code follow from it alone.</summary>
public enum ErrorCode
{
    /// <summary>A fault of ours: nothing the caller did explains it.</summary>
    Internal = 0,

    /// <summary>The request itself is wrong; repeating it will not help.</summary>
    InvalidArgument,

    /// <summary>The thing named does not exist.</summary>
    NotFound,

    /// <summary>The thing to be made exists already.</summary>
    AlreadyExists,

    /// <summary>The thing exists but is not in a state that allows this.</summary>
    InvalidState,

    /// <summary>This host, or Whelk, cannot do it; the message says what would be needed.</summary>
    Unsupported,

    /// <summary>The kernel or a rule refused it.</summary>
    Denied,

    /// <summary>It did not end within its bound.</summary>
    Timeout,

    /// <summary>It collides with something that is in use.</summary>
    Conflict,

    /// <summary>Data is damaged or hostile.</summary>
    Corrupt,

    /// <summary>Credentials are missing or wrong.</summary>
    Unauthenticated,

    /// <summary>Something that is needed (space, a process, a peer) is not there now.</summary>
    Unavailable,
}
