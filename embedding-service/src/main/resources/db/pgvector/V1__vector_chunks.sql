-- The search index in the database: a projection of chunk and embedding, made by following vector_change. It may be
-- emptied at any time. Applied only where the database has pgvector, with a history of its own.

-- Vectors are comparable within a space; each has a partition and a graph of its own.
create table vector_space (
    id           integer     generated always as identity primary key,
    model        text        not null,
    dimensions   integer     not null check (dimensions between 1 and 16000),
    unique (model, dimensions)
);

create table vector_chunk (
    space        integer     not null,
    client_id    uuid        not null,
    chunk_id     uuid        not null,
    item_id      uuid        not null,
    project_id   uuid        not null,
    kind         text        not null,
    occurred_at  timestamptz,
    -- hashes of client, model and word, each once; how often each comes, a heading's counting more; words in all
    words        bigint[]    not null,
    frequencies  smallint[]  not null,
    length       integer     not null,
    -- 16-bit floats: half the memory, and as many of the nearest are found (docs/performance.md)
    embedding    ${extension}.halfvec not null,
    primary key (client_id, chunk_id, space)
) partition by list (space);
alter table vector_chunk alter column embedding set storage plain;
create index vector_chunk_project on vector_chunk (client_id, project_id);
-- a search reads what is not yet merged into the index word by word: let it be little
create index vector_chunk_words on vector_chunk using gin (words) with (gin_pending_list_limit = 256);

alter table vector_chunk enable row level security;
create policy vector_chunk_of_client on vector_chunk
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

-- How far the index has followed: one row, which whoever follows holds while it writes.
create table vector_position (
    only_row     boolean     primary key default true check (only_row),
    source       uuid        not null,
    transaction  xid8        not null,
    chunk_id     uuid        not null
);
insert into vector_position (source, transaction, chunk_id)
values ('00000000-0000-0000-0000-000000000000', '0', '00000000-0000-0000-0000-000000000000');

-- The space of a model and dimension, made where it is not there. Rights to make tables stay with the owner. Partitions have
-- no policy of their own: nobody sees a row but by vector_chunk.
create function open_vector_space(of_model text, of_dimensions integer) returns integer
    language plpgsql security definer set search_path = ${schema}, ${extension}, pg_temp
as $$
declare
    opened integer;
begin
    perform pg_advisory_xact_lock(hashtext('${schema}.vector_space'));
    select id into opened from vector_space where model = of_model and dimensions = of_dimensions;
    if opened is null then
        insert into vector_space (model, dimensions) values (of_model, of_dimensions) returning id into opened;
        execute format('create table vector_chunk_%s (like vector_chunk including all)', opened);
        execute format('alter table vector_chunk_%s enable row level security', opened);
        execute format('alter table vector_chunk attach partition vector_chunk_%s for values in (%s)', opened, opened);
        -- a graph of 16-bit floats takes 4,000 dimensions at most; beyond them every search is exact
        if of_dimensions <= 4000 then
            execute format(
                'create index vector_chunk_%s_nearest on vector_chunk_%s using hnsw ((embedding::halfvec(%s)) halfvec_ip_ops)'
                    || ' with (m = 16, ef_construction = 64)',
                opened, opened, of_dimensions);
        end if;
    end if;
    return opened;
end
$$;

create function clear_vector_spaces() returns void
    language plpgsql security definer set search_path = ${schema}, pg_temp
as $$
begin
    truncate vector_chunk;
end
$$;

-- The client's chunks that have any of these words, and how often each. As the owner, for the index over words cannot be
-- used under row level security (its operators may tell of rows that the policy hides); the client is therefore asked for here.
create function chunks_with_words(in_spaces integer[], any_of bigint[])
    returns table (client_id uuid, chunk_id uuid, item_id uuid, project_id uuid, kind text, occurred_at timestamptz, length integer,
                   frequencies smallint[])
    language sql stable security definer set search_path = ${schema}, pg_temp
as $$
    select c.client_id, c.chunk_id, c.item_id, c.project_id, c.kind, c.occurred_at, c.length,
           (select array_agg(c.frequencies[array_position(c.words, word.hash)] order by word.n)
              from unnest(any_of) with ordinality as word (hash, n))
      from vector_chunk c
     where c.words && any_of
       and c.space = any (in_spaces)
       and c.client_id = nullif(current_setting('app.client_id', true), '')::uuid
$$;

revoke all on function open_vector_space(text, integer) from public;
revoke all on function clear_vector_spaces() from public;
revoke all on function chunks_with_words(integer[], bigint[]) from public;
grant execute on function open_vector_space(text, integer) to ${application};
grant execute on function clear_vector_spaces() to ${application};
grant execute on function chunks_with_words(integer[], bigint[]) to ${application};
