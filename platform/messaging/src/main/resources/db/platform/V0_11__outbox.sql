-- Events of committed transactions, waiting for the relay. Column names follow Debezium's outbox event router, so that
-- change data capture can take the relay's place.
create table outbox (
    seq           bigint generated always as identity primary key,
    id            uuid        not null,
    client_id     uuid        not null,
    aggregatetype text        not null, -- the topic
    aggregateid   text        not null, -- the key
    type          text        not null,
    payload       text,                 -- null is a tombstone
    headers       jsonb       not null,
    created_at    timestamptz not null default clock_timestamp(),
    failed_at     timestamptz,          -- the broker refused this very event
    last_error    text
);
-- Payloads carry content: a transaction sees its client's, the relay says that it is the relay.
alter table outbox enable row level security;
create policy outbox_of_client on outbox
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid
           or current_setting('app.relay', true) = 'on');

create function outbox_wakes_relay() returns trigger language plpgsql as $$
begin
    perform pg_notify('outbox_' || tg_table_schema, '');
    return null;
end $$;
create trigger outbox_wakes_relay after insert on outbox for each statement execute function outbox_wakes_relay();
