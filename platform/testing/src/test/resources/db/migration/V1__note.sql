create table note (
    id        uuid primary key,
    client_id uuid not null,
    text      text not null
);
alter table note enable row level security;
create policy note_of_client on note using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
