-- Deleted projects: an old event that tells of one again, in a replay, does not bring it back.
create table project_gone (
    id        uuid        primary key,
    client_id uuid        not null,
    gone_at   timestamptz not null default clock_timestamp()
);
alter table project_gone enable row level security;
create policy project_gone_of_client on project_gone
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
