using Whelk.Oci.Runtime;

namespace Whelk.Engine.Users;

/// <summary>A user of an image by number, with the home folder its passwd gives.</summary>
public sealed record ResolvedUser(UserSpec User, string Home);
