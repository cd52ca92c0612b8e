package dev.colophon.web.problem;

import java.util.Optional;
import java.util.stream.Stream;

/** Walks the causes of an error, with an end even where they form a ring. */
final class Causes {

    static final int MAX_DEPTH = 20;

    private Causes() {}

    static Stream<Throwable> of(Throwable error) {
        return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
                .limit(MAX_DEPTH);
    }

    static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
        return of(error).filter(type::isInstance).map(type::cast).findFirst();
    }
}
