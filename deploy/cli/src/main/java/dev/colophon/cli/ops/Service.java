package dev.colophon.cli.ops;

import java.util.Locale;

/** The services that consume events. */
public enum Service {
    METADATA,
    EMBEDDING,
    ETL,
    USAGE;

    /** For the help texts of commands. */
    public static final String NAMES = "metadata, embedding, etl or usage";

    /** The address of what operators may see and do there. */
    public String path(String rest) {
        return "/api/v1/ops/" + this + rest;
    }

    /** As it is written on the command line and in addresses. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
