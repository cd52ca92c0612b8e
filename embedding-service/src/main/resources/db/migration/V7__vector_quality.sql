-- What the last check found of each model's vectors, over all clients: figures without a client, from which every instance
-- makes its metrics, whichever of them made the check.
create table vector_quality (
    model            text             primary key,
    checked_at       timestamptz      not null,
    vectors          bigint           not null,
    zero             bigint           not null,
    not_finite       bigint           not null,
    other_dimensions bigint           not null,
    equal_vectors    bigint           not null,
    lowest_score     double precision not null,
    lowest_cosine    double precision
);
