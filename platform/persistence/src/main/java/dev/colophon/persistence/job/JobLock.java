package dev.colophon.persistence.job;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Keeps a job to one instance at a time. */
public interface JobLock {

    /**
     * Runs {@code work} if no other instance runs {@code job}, and frees the lock afterwards, whatever happened.
     *
     * @param atMost how long a dead holder keeps others out; longer than the job ever takes
     * @return what the work gave; empty when another instance holds the job
     */
    <T> Mono<T> runExclusively(String job, Duration atMost, Mono<T> work);
}
