-- What models answered, by the SHA-256 of what was asked; of the question nothing is kept.
create table result_cache (
    client_id  uuid        not null,
    operation  text        not null,
    digest     text        not null,
    result     text        not null,
    stored_at  timestamptz not null,
    expires_at timestamptz not null,
    primary key (client_id, operation, digest)
);
create index result_cache_expired on result_cache (client_id, expires_at);

alter table result_cache enable row level security;
create policy result_cache_of_client on result_cache
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
