-- Price lists, whole, one revision after the other: a row is added and never changed, so that any cost can be computed
-- again as it was. Amounts are USD for a million tokens.
create table price_revision (
    revision    bigint      generated always as identity primary key,
    origin      text        not null check (origin in ('published', 'operator')),
    content     text        not null,
    created_at  timestamptz not null,
    created_by  text        not null,
    note        text
);
comment on column price_revision.content is 'SHA-256 of the prices of this revision, in hex';
create index price_revision_of_origin on price_revision (origin, revision desc);

create table price (
    revision       bigint         not null references price_revision (revision),
    provider       text           not null,
    model          text           not null,
    effective_from date           not null,
    input          numeric(20,10) not null check (input >= 0),
    cached_input   numeric(20,10) check (cached_input >= 0),
    output         numeric(20,10) check (output >= 0),
    source         text           not null,
    checked_at     date,
    confidence     text           not null check (confidence in ('verified', 'unverified')),
    primary key (revision, provider, model, effective_from)
);

create function price_is_kept() returns trigger language plpgsql as $$
begin
    raise exception 'price lists are added to and never changed';
end
$$;
create trigger price_kept before update or delete on price for each row execute function price_is_kept();
create trigger price_revision_kept before update or delete on price_revision
    for each row execute function price_is_kept();
