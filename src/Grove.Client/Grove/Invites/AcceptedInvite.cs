namespace Grove.Client;

/// <summary>An invitation that was just accepted by its secret.</summary>
public sealed record AcceptedInvite : Invite
{
    /// <summary>
    /// The global API key of who became a user by accepting, with the id <see cref="Invite.InvitedMemberId"/>; null for who was one. It cannot be read again.
    /// </summary>
    public string? ApiKey { get; init; }

    /// <summary>The invitation without the key.</summary>
    public override string ToString() =>
        $"AcceptedInvite {{ Id = {Id}, OrganizationId = {OrganizationId}, InvitedMemberId = {InvitedMemberId}, Status = {Status} }}";
}

/// <summary>An invitation by its secret.</summary>
public sealed record InviteSecretParams
{
    /// <summary>The secret: from the mail, or from <see cref="OrganizationMemberMeta.InviteSecret"/> where Grove sends no mails.</summary>
    public required string Secret { get; init; }

    /// <summary>Nothing of the secret.</summary>
    public override string ToString() => "InviteSecretParams";
}
