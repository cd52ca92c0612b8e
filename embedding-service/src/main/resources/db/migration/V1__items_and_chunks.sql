-- An item as its source last captured it. Removed items stay as a row without chunks: an event that comes late must not
-- bring them back.
create table item (
    client_id    uuid        not null,
    id           uuid        not null,
    project_id   uuid        not null,
    kind         text        not null,
    version      bigint      not null,
    title        text        not null,
    url          text,
    occurred_at  timestamptz,
    removed      boolean     not null default false,
    updated_at   timestamptz not null default now(),
    primary key (client_id, id)
);
create index item_of_project on item (client_id, project_id) where not removed;

-- Parts of items that are longer than one event, until all parts of a version are there.
create table item_part (
    client_id    uuid        not null,
    item_id      uuid        not null,
    version      bigint      not null,
    part         integer     not null,
    parts        integer     not null,
    text         text        not null,
    received_at  timestamptz not null default now(),
    primary key (client_id, item_id, version, part)
);

-- Projects that are gone: their items do not come back either.
create table removed_project (
    client_id    uuid        not null,
    project_id   uuid        not null,
    removed_at   timestamptz not null,
    primary key (client_id, project_id)
);

create table chunk (
    client_id    uuid        not null,
    id           uuid        not null,
    item_id      uuid        not null,
    project_id   uuid        not null,
    ordinal      integer     not null,
    context      text        not null,
    text         text        not null,
    content_hash bytea       not null,
    token_count  integer     not null,
    model        text        not null,
    status       text        not null default 'pending' check (status in ('pending', 'completed', 'failed')),
    attempts     integer     not null default 0,
    last_error   text,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    primary key (client_id, id)
);
create index chunk_of_item on chunk (client_id, item_id);
create index chunk_by_status on chunk (client_id, project_id, status, updated_at);
-- what is left to do for an item is few, what is done is many
create index chunk_unfinished on chunk (client_id, item_id) where status <> 'completed';

-- Vectors, the source of truth: 32-bit floats, little endian, of length 1. A chunk may have one per model.
create table embedding (
    client_id    uuid        not null,
    chunk_id     uuid        not null,
    model        text        not null,
    revision     text        not null,
    content_hash bytea       not null,
    vector       bytea       not null,
    created_at   timestamptz not null default now(),
    primary key (client_id, chunk_id, model)
);
alter table embedding alter column vector set storage plain;
-- the same text under the same model has its vector already
create index embedding_of_content on embedding (client_id, content_hash);

-- Which chunks the search index must look at again, in the order of commits. Ids only, one row per chunk, therefore under
-- no row level security: every instance follows it for all clients, and reads what it finds under each client's setting.
create table vector_change (
    chunk_id     uuid        primary key,
    client_id    uuid        not null,
    changed_in   xid8        not null default pg_current_xact_id(),
    changed_at   timestamptz not null default now()
);
create index vector_change_order on vector_change (changed_in, chunk_id);

-- Tells this database from another one that an index folder may have been built from.
create table vector_source (
    id           uuid        primary key default gen_random_uuid()
);
insert into vector_source default values;

alter table item enable row level security;
create policy item_of_client on item using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
alter table item_part enable row level security;
create policy item_part_of_client on item_part using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
alter table removed_project enable row level security;
create policy removed_project_of_client on removed_project
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
alter table chunk enable row level security;
create policy chunk_of_client on chunk using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
alter table embedding enable row level security;
create policy embedding_of_client on embedding
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
