-- A client's projects. Texts are bounded by the service: 200, 10,000 and 200,000 characters.
create table project (
    id            uuid        primary key,
    client_id     uuid        not null,
    name          text        not null,
    description   text,
    content       text,
    auto_metadata boolean     not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null
);
create index project_of_client_newest on project (client_id, id desc);

alter table project enable row level security;
create policy project_of_client on project
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

-- Where the metadata of a project stands: one row a project, for as long as the project lives.
create table project_metadata (
    project_id     uuid        primary key references project on delete cascade,
    client_id      uuid        not null,
    status         text        not null check (status in ('none', 'queued', 'in_progress', 'generated', 'failed')),
    -- the request that waits, runs, or was answered last
    request_id     uuid,
    reason         text,
    -- whether somebody asked by hand for the request that waits or runs
    asked          boolean     not null default false,
    -- the one more run that follows the running one
    follow_up_id   uuid,
    -- guards results: grows with every run that starts, so that only the latest run may write
    run            bigint      not null default 0,
    meta           jsonb,
    -- what meta was generated from
    text_hash      text,
    items_revision bigint      not null default 0,
    failure_reason text,
    failure_detail text,
    check ((status in ('queued', 'in_progress')) <= (request_id is not null))
);
-- without a pending list, which every search would have to read to its end
create index project_metadata_meta on project_metadata using gin (meta jsonb_path_ops) with (fastupdate = off);

alter table project_metadata enable row level security;
create policy project_metadata_of_client on project_metadata
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

-- Under row level security an operator that is not leakproof, such as @>, cannot use an index: the policy must be
-- judged first, row by row. The owner is not under the policy, so this function may ask the index, and applies the
-- policy's condition itself.
create function project_ids_tagged(wanted text) returns setof uuid
    language sql stable security definer
begin atomic
    select m.project_id
      from project_metadata m
     where m.meta @> jsonb_build_object('ai_generated_tags', jsonb_build_array(wanted))
       and m.client_id = nullif(current_setting('app.client_id', true), '')::uuid;
end;
