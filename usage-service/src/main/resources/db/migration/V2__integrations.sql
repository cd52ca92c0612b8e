-- Where a client's AI calls go. Credentials are sealed; the key's id is part of the sealed text.
create table integration (
    id                      uuid        primary key,
    client_id               uuid        not null,
    type                    text        not null,
    subtype                 text        not null,
    name                    text        not null,
    base_url                text,
    credentials             text,
    configuration           jsonb       not null default '{}',
    model_config            jsonb       not null default '{}',
    performance_config      jsonb       not null default '{}',
    fallback_integration_id uuid,
    active                  boolean     not null default true,
    version                 bigint      not null,
    created_at              timestamptz not null,
    updated_at              timestamptz not null,
    unique (client_id, id),
    foreign key (client_id, fallback_integration_id) references integration (client_id, id),
    check (fallback_integration_id <> id),
    check (credentials is null or credentials like 'v1.%')
);
create unique index integration_name_of_client on integration (client_id, lower(name));
create index integration_of_client on integration (client_id, id desc);
create index integration_falling_back on integration (fallback_integration_id) where fallback_integration_id is not null;

alter table integration enable row level security;
create policy integration_of_client on integration
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

-- Ids alone, so that keys can be rotated client by client without looking past row level security.
create table integration_owner (
    id uuid primary key
);

create table client_setting (
    client_id  uuid        not null,
    kind       text        not null,
    version    bigint      not null,
    document   jsonb       not null,
    updated_at timestamptz not null,
    updated_by text        not null,
    primary key (client_id, kind)
);
alter table client_setting enable row level security;
create policy client_setting_of_client on client_setting
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);

create table configuration_audit (
    id                  uuid        primary key,
    client_id           uuid        not null,
    at                  timestamptz not null,
    who                 text        not null,
    kind                text        not null,
    action              text        not null,
    credentials_changed boolean     not null,
    before              jsonb,
    after               jsonb
);
create index configuration_audit_of_client on configuration_audit (client_id, id desc);

alter table configuration_audit enable row level security;
create policy configuration_audit_of_client on configuration_audit
    using (client_id = nullif(current_setting('app.client_id', true), '')::uuid);
