-- The tags that AI gave a project, in lower case. Search resolves tags to projects when it is asked, so that no chunk has to be
-- indexed anew because a project's tags changed.
create table project_tag (
    client_id    uuid        not null,
    project_id   uuid        not null,
    tags         text[]      not null,
    generated_at timestamptz not null,
    primary key (client_id, project_id)
);
create index project_tag_tags on project_tag using gin (tags);

alter table project_tag enable row level security;
create policy project_tag_of_client on project_tag
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
