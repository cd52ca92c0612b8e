package dev.colophon.etl.github.api;

import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls GitHub for one run, some calls at a time, and waits where a limit is met. Waiting happens on the thread that asks,
 * while nothing else is under way. For one thread; to be closed.
 */
public final class PatientClient implements AutoCloseable {

    /** A call, or several that belong together. */
    public interface Task<T, R> {

        R run(T input) throws IOException, InterruptedException, SourceFailure;
    }

    private static final Logger log = LoggerFactory.getLogger(PatientClient.class);

    private final GitHubClient client;
    private final GitHubProperties settings;
    private final Patience patience;
    private final ExecutorService pool;
    private int limitsInARow;

    public PatientClient(GitHubClient client, GitHubProperties settings, Patience patience) {
        this.client = client;
        this.settings = settings;
        this.patience = patience;
        this.pool = Executors.newFixedThreadPool(settings.concurrency(), PatientClient::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "github-details");
        thread.setDaemon(true);
        return thread;
    }

    /** For calls that do not wait. */
    public GitHubClient client() {
        return client;
    }

    public URI at(String path) {
        return client.at(path);
    }

    public Answer get(URI url, @Nullable String etag) throws IOException, InterruptedException, SourceFailure {
        return ask(() -> client.get(url, etag));
    }

    public Answer post(URI url) throws IOException, InterruptedException, SourceFailure {
        return ask(() -> client.post(url));
    }

    private interface Question {

        Answer answer() throws IOException, InterruptedException, SourceFailure;
    }

    private Answer ask(Question question) throws IOException, InterruptedException, SourceFailure {
        while (true) {
            try {
                Answer answer = question.answer();
                limitsInARow = 0;
                return answer;
            } catch (LimitedException e) {
                await(e);
            }
        }
    }

    /**
     * Runs a task for each input, some at a time. A task that meets a limit runs again after the wait; one that is refused
     * or gets no answer fails alone, unless nobody may call any more.
     *
     * @return in the order of the inputs
     */
    public <T, R> List<Outcome<T, R>> each(List<T> inputs, Task<T, R> task)
            throws IOException, InterruptedException, SourceFailure {
        List<@Nullable Outcome<T, R>> outcomes = new ArrayList<>();
        inputs.forEach(input -> outcomes.add(null));
        while (true) {
            LimitedException limit = round(inputs, task, outcomes);
            if (limit == null) {
                return finished(outcomes);
            }
            await(limit);
        }
    }

    private static <O> List<O> finished(List<@Nullable O> outcomes) {
        List<O> finished = new ArrayList<>(outcomes.size());
        for (O outcome : outcomes) {
            if (outcome != null) {
                finished.add(outcome);
            }
        }
        return finished;
    }

    /** Tries what has no outcome yet; gives the limit that it met. */
    private <T, R> @Nullable LimitedException round(
            List<T> inputs, Task<T, R> task, List<@Nullable Outcome<T, R>> outcomes)
            throws InterruptedException, SourceFailure {
        AtomicBoolean closed = new AtomicBoolean();
        List<@Nullable Future<Outcome<T, R>>> running = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            T input = inputs.get(i);
            running.add(outcomes.get(i) == null ? pool.submit(() -> attempt(input, task, closed)) : null);
        }
        LimitedException limit = null;
        try {
            for (int i = 0; i < running.size(); i++) {
                Future<Outcome<T, R>> future = running.get(i);
                Outcome<T, R> outcome = future == null ? null : result(future);
                if (outcome != null && outcome.failure() instanceof LimitedException met) {
                    limit = longer(limit, met);
                } else if (outcome != null && outcome.failure() instanceof NotTriedException) {
                    continue;
                } else if (outcome != null) {
                    limitsInARow = outcome.value() == null ? limitsInARow : 0;
                    outcomes.set(i, outcome);
                }
            }
        } finally {
            running.forEach(future -> {
                if (future != null) {
                    future.cancel(true);
                }
            });
        }
        return limit;
    }

    private static <T, R> Outcome<T, R> attempt(T input, Task<T, R> task, AtomicBoolean closed)
            throws InterruptedException, SourceFailure {
        if (closed.get()) {
            return new Outcome<>(input, null, new NotTriedException());
        }
        try {
            return new Outcome<>(input, task.run(input), null);
        } catch (LimitedException e) {
            closed.set(true);
            return new Outcome<>(input, null, e);
        } catch (RefusalException e) {
            if (e.unauthorised()) {
                closed.set(true);
                throw e;
            }
            return new Outcome<>(input, null, e);
        } catch (IOException e) {
            return new Outcome<>(input, null, e);
        } catch (RuntimeException e) {
            log.warn("an answer of GitHub cannot be understood", e);
            return new Outcome<>(input, null, e);
        }
    }

    private static <R> R result(Future<R> future) throws InterruptedException, SourceFailure {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SourceFailure failure) {
                throw failure;
            }
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("a call was broken off");
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private LimitedException longer(@Nullable LimitedException one, LimitedException other) {
        return one == null || pause(other).compareTo(pause(one)) > 0 ? other : one;
    }

    private Duration pause(LimitedException met) {
        return met.limit().pauseAfter(limitsInARow, settings.secondaryPause());
    }

    private void await(LimitedException met) throws InterruptedException, SourceFailure {
        Duration pause = pause(met);
        if (limitsInARow >= settings.limitAttempts() || pause.compareTo(settings.longestWait()) > 0) {
            throw new LimitedException(met.limit(), pause);
        }
        limitsInARow++;
        patience.waiting(pause, met.limit().reason());
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** Nothing was asked, since another call has just met a limit. */
    private static final class NotTriedException extends Exception {

        private static final long serialVersionUID = 1L;

        NotTriedException() {
            super("not tried", null, false, false);
        }
    }
}
