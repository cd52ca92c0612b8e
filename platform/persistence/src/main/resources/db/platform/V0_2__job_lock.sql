create table job_lock (
    job          text        primary key,
    holder       uuid        not null,
    locked_until timestamptz not null
);
