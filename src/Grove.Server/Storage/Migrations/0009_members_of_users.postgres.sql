-- Who deletes a user ends all their memberships, and the database looks for what refers to the user: both read every membership without this.
create index organization_members_user on organization_members (user_key);
