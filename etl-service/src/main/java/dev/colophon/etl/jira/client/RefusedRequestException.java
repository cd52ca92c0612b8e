package dev.colophon.etl.jira.client;

import dev.colophon.etl.connector.SourceFailure;

/** Jira says that what is asked makes no sense: a query with an unknown name, for example. */
public final class RefusedRequestException extends SourceFailure {

    private static final long serialVersionUID = 1L;

    RefusedRequestException(String message) {
        super(message, false, null, null);
    }
}
