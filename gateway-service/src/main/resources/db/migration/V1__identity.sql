-- The operator's register of clients: ids and names, nothing of what clients own. Read before any client is known, and by
-- operators across clients, it is under no row level security.
create table client (
    id         uuid        primary key,
    name       text        not null check (length(name) between 1 and 200),
    version    bigint      not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create unique index client_by_name on client (lower(name));

create table api_key (
    id           uuid        primary key,
    client_id    uuid        not null references client (id),
    name         text        not null check (length(name) between 1 and 200),
    -- SHA-256 of a key of 256 random bits: nothing to guess, so neither salt nor slowness is needed
    key_hash     bytea       not null unique check (length(key_hash) = 32),
    key_prefix   text        not null,
    roles        text[]      not null check (roles <@ array['viewer', 'member', 'admin', 'operator']),
    created_at   timestamptz not null,
    created_by   text        not null,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
create index api_key_of_client_by_age on api_key (client_id, id);
alter table api_key enable row level security;
create policy api_key_of_client on api_key
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

-- A key is looked up before its client is known. Whoever knows its hash may learn whose it is, and nothing else.
create function api_key_by_hash(presented bytea)
    returns table (id uuid, client_id uuid, roles text[], expires_at timestamptz)
    language sql stable security definer set search_path from current as $$
    select k.id, k.client_id, k.roles, k.expires_at
      from api_key k
     where k.key_hash = presented and k.revoked_at is null
$$;
