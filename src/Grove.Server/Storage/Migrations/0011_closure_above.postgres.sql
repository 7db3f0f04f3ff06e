-- What lies above an organization is asked for from the top down or from itself up, by almost every request: both sorted it without this.
create index closure_above on closure (descendant, depth, ancestor);
drop index closure_descendant;
