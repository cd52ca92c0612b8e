-- What items say about their project: excerpts, bounded per item, never whole texts.
create table item_excerpt (
    item_id     uuid        primary key,
    project_id  uuid        not null references project on delete cascade,
    client_id   uuid        not null,
    -- a version that is not newer changes nothing
    version     bigint      not null,
    -- a removed item leaves its version, so that a late capture does not bring it back
    removed     boolean     not null,
    kind        text        not null,
    -- how much the item says about the project as a whole: 0 front page, 1 documentation, 2 the rest, 3 next to nothing
    rank        smallint    not null,
    title       text        not null,
    excerpt     text        not null,
    author      text,
    occurred_at timestamptz
);
create index item_excerpt_best on item_excerpt (project_id, rank, occurred_at desc) where not removed;

alter table item_excerpt enable row level security;
create policy item_excerpt_of_client on item_excerpt
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

-- How much has changed: revision counts item changes, front_page_revision is the revision that changed a front page.
create table project_digest (
    project_id          uuid        primary key references project on delete cascade,
    client_id           uuid        not null,
    revision            bigint      not null,
    front_page_revision bigint      not null,
    -- since when changes have been waiting to be looked at; null when none wait
    changed_since       timestamptz,
    changed_at          timestamptz not null
);

alter table project_digest enable row level security;
create policy project_digest_of_client on project_digest
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
