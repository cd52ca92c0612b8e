package dev.colophon.embedding.work;

/** The worker's metrics. Tags: {@code lane} is {@code local} or {@code remote}. */
enum WorkMeter {
    /** Chunks by what became of a try; tags lane, outcome ({@code embedded}, {@code cached}, {@code failed}). */
    CHUNKS("colophon.embedding.chunks", "Chunks by what became of a try"),
    /** Tokens that models read; tag lane. */
    TOKENS("colophon.embedding.tokens", "Tokens that the model read"),
    /** How full batches were, in chunks; tag lane. */
    FILL("colophon.embedding.batch.chunks", "Chunks in a batch"),
    /** How many chunks a batch may have now; tag lane. */
    SIZE("colophon.embedding.batch.size", "Chunks that a batch may have, by memory"),
    /** How many tokens a batch may have now; tag lane. */
    SIZE_TOKENS("colophon.embedding.batch.tokens", "Tokens that a batch may have, by speed"),
    /** How long the embedder took for a batch; tag lane. */
    DURATION("colophon.embedding.batch", "How long the embedder took for a batch"),
    /** From when a chunk was asked for until it was first claimed; tags lane, purpose. */
    WAIT("colophon.embedding.wait", "How long chunks waited to be claimed"),
    /** Work of a client that was put off without an attempt spent; tag cause, a {@link Outcome.Pause}. */
    PAUSES("colophon.embedding.pauses", "Pauses of a client's work, by cause"),
    /** Chunks that wait for their vector of the active space. */
    PENDING("colophon.embedding.pending", "Chunks that wait for their vector"),
    /**
     * What lies in the queues; tags queue, state ({@code pending}, {@code failed}), age ({@code 1m}, {@code 10m},
     * {@code 1h}, {@code 1d}, {@code older}) and cause ({@code none}, {@code refused}, {@code vector}, {@code other}).
     */
    BACKLOG("colophon.embedding.backlog", "Chunks in the queues, by age and by the cause of the last failure");

    private final String id;
    private final String description;

    WorkMeter(String id, String description) {
        this.id = id;
        this.description = description;
    }

    String id() {
        return id;
    }

    String description() {
        return description;
    }
}
