-- Which projects there are, as ProjectCreated and ProjectDeleted tell.
create table project_ref (
    id         uuid        primary key,
    client_id  uuid        not null,
    created_at timestamptz not null default clock_timestamp()
);

create table source (
    id         uuid        primary key,
    client_id  uuid        not null,
    project_id uuid        not null references project_ref (id) on delete cascade,
    type       text        not null check (type in ('git')),
    name       text        not null,
    config     jsonb       not null,
    schedule   interval,
    cursor     jsonb       not null default '{}', -- branch to commit: everything reachable is captured
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp()
);
create index source_of_client on source (client_id, id);
create index source_of_project on source (project_id);

create table sync_run (
    id              uuid        primary key,
    client_id       uuid        not null,
    source_id       uuid        not null references source (id) on delete cascade,
    status          text        not null check (status in ('queued', 'running', 'succeeded', 'failed')),
    full_sync       boolean     not null,
    heads           jsonb,      -- fixed when the run starts, so that a resumed run walks the same way
    position        integer     not null default 0, -- how far on that way
    items_seen      integer     not null default 0,
    items_captured  integer     not null default 0,
    items_unchanged integer     not null default 0,
    items_removed   integer     not null default 0,
    items_failed    integer     not null default 0,
    error           text,
    created_at      timestamptz not null default clock_timestamp(),
    started_at      timestamptz,
    finished_at     timestamptz
);
create index sync_run_of_source on sync_run (source_id, id desc);
create unique index sync_run_one_at_a_time on sync_run (source_id) where status in ('queued', 'running');

create table item (
    id           uuid        primary key,
    client_id    uuid        not null,
    project_id   uuid        not null references project_ref (id) on delete cascade,
    source_id    uuid        references source (id) on delete cascade,
    kind         text        not null,
    external_id  text        not null,
    version      bigint      not null,
    parts        integer     not null,
    content_hash text        not null,
    title        text        not null,
    text         text        not null,
    url          text,
    author       text,
    attributes   jsonb       not null,
    occurred_at  timestamptz,
    captured_at  timestamptz not null default clock_timestamp(),
    removed_at   timestamptz -- kept, so that a later capture gets a newer version
);
create index item_of_project on item (client_id, project_id, id) where removed_at is null;
create index item_of_source on item (source_id, kind) where removed_at is null;

alter table project_ref enable row level security;
alter table source enable row level security;
alter table sync_run enable row level security;
alter table item enable row level security;
create policy project_ref_of_client on project_ref using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
create policy source_of_client on source using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
create policy sync_run_of_client on sync_run using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
create policy item_of_client on item using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
