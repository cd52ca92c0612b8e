package dev.colophon.etl.github.api;

import dev.colophon.etl.connector.SourceFailure;
import java.time.Duration;

/** A limit was met: the call may be made again later. */
public final class LimitedException extends SourceFailure {

    private static final long serialVersionUID = 1L;

    private final transient RateLimit limit;

    LimitedException(RateLimit limit, Duration pause) {
        super(limit.reason() + " is reached", true, pause, null);
        this.limit = limit;
    }

    RateLimit limit() {
        return limit;
    }
}
