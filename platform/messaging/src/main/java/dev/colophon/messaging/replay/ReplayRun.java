package dev.colophon.messaging.replay;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** A replay as what it replays sees it. */
public interface ReplayRun {

    UUID id();

    /** Whether to do again what is done already and would come out the same. */
    boolean force();

    /** Those of the subjects, projects for example, that this run has not come upon before; remembered with its position. */
    Mono<Set<UUID>> firstTime(Collection<UUID> subjects);
}
