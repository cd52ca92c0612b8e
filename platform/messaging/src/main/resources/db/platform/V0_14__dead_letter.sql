-- An index of the service's dead letters: where each is on the broker, and what became of it. Headers and payloads stay there.
create table dead_letter (
    id               uuid        primary key,
    topic            text        not null, -- what it was read from
    source_partition integer     not null,
    source_offset    bigint      not null,
    letter_topic     text        not null, -- where it is now
    letter_partition integer     not null,
    letter_offset    bigint      not null,
    key              text,
    event_id         uuid,
    event_type       text,
    client_id        uuid,
    error_class      text        not null,
    error_message    text        not null,
    cause            text        not null, -- the message without what differs from letter to letter
    attempts         integer     not null,
    redrives         integer     not null default 0,
    state            text        not null default 'waiting' check (state in ('waiting', 'queued', 'redriven', 'dropped')),
    failed_at        timestamptz not null,
    changed_by       text,
    changed_at       timestamptz,
    reason           text
);
create index dead_letter_newest on dead_letter (failed_at desc, id desc);
create index dead_letter_waiting on dead_letter (topic, failed_at) where state = 'waiting';
create index dead_letter_place on dead_letter (letter_topic, letter_partition, letter_offset);

-- Messages of errors may quote content: no client's transaction sees them, whoever works dead letters says so.
alter table dead_letter enable row level security;
create policy dead_letter_of_operators on dead_letter using (current_setting('app.dead_letters', true) = 'on');
