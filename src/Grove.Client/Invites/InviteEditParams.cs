namespace Grove.Client;

/// <summary>The answer to an invitation.</summary>
public sealed record InviteEditParams
{
    /// <summary><see cref="InviteStatus.Accepted"/> or <see cref="InviteStatus.Rejected"/>.</summary>
    public required InviteStatus Status { get; init; }
}
