-- The inbox: which events a consumer has handled. Written in the transaction of the effect.
create table processed_event (
    consumer     text        not null,
    event_id     uuid        not null,
    processed_at timestamptz not null default clock_timestamp(),
    primary key (consumer, event_id)
);
create index processed_event_age on processed_event (processed_at);
