package dev.colophon.embedding.vector.pgvector;

/** pgvector is demanded by configuration and the database does not have it: the service does not start. */
public final class PgVectorMissingException extends IllegalStateException {

    public PgVectorMissingException(String database) {
        super("colophon.embedding.index.type is pgvector, but database " + database
                + " does not have it, version 0.8.0 or newer, in a schema that the service's roles may use:"
                + " run \"create extension vector\" there as a superuser,"
                + " or set the type to lucene or auto");
    }
}
