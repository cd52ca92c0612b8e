-- Answers of requests that carried an Idempotency-Key, kept for 24 hours.
create table idempotency_key (
    client_id    uuid        not null,
    key          text        not null,
    fingerprint  text        not null,
    status       integer,
    headers      text,
    body         bytea,
    created_at   timestamptz not null default now(),
    primary key (client_id, key)
);
alter table idempotency_key enable row level security;
create policy idempotency_key_of_client on idempotency_key
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
create index idempotency_key_age on idempotency_key (created_at);

-- Housekeeping acts for no client, so it runs with the owner's rights and can do this one thing only.
create function forget_old_idempotency_keys() returns bigint language sql security definer as $$
    with forgotten as (
        delete from idempotency_key where created_at < now() - interval '24 hours' returning 1
    )
    select count(*) from forgotten
$$;
