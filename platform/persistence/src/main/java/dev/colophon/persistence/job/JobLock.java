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

    /**
     * As {@link #runExclusively}, prolonging the lock for as long as the work runs, which may be long.
     *
     * @param lease how long a dead holder keeps others out
     * @return what the work gave; empty when another instance holds the job; {@link LockLostException} when one has taken
     *     it over, upon which the work is cancelled
     */
    <T> Mono<T> runProlonged(String job, Duration lease, Mono<T> work);

    /** Another instance has taken the job over, as this one did not prolong its lock in time. */
    final class LockLostException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LockLostException(String job) {
            super("the lock of job " + job + " was lost");
        }
    }
}
