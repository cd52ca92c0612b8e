package dev.colophon.embedding.vector.follow;

/** What may keep the index. */
enum IndexType {
    /** pgvector where the database has it, else Lucene. */
    AUTO,
    /** A folder of this instance. */
    LUCENE,
    /** Tables of the database, one index for all instances. */
    PGVECTOR
}
