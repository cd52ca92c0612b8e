package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.github.GitHubCursor.OfRepository;
import dev.colophon.etl.github.GitHubCursor.OfThreads;
import dev.colophon.etl.github.api.Answer;
import dev.colophon.etl.github.api.GitHubProperties;
import dev.colophon.etl.github.api.Pages;
import dev.colophon.etl.github.api.PatientClient;
import dev.colophon.etl.github.api.RefusalException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a repository's issues and pull requests: one list of what changed tells of both, and details are asked for what did.
 * Looks back a while behind the newest change known, and skips what it captured there.
 */
final class ThreadFeed {

    private static final int PAGE = 100;

    private final SyncRun run;
    private final GitHubConfig config;
    private final PatientClient client;
    private final GitHubProperties settings;
    private final Progress progress;

    ThreadFeed(SyncRun run, GitHubConfig config, PatientClient client, GitHubProperties settings, Progress progress) {
        this.run = run;
        this.config = config;
        this.client = client;
        this.settings = settings;
        this.progress = progress;
    }

    void read(Repository repository) throws IOException, InterruptedException, SourceFailure {
        if (progress.isFinished("threads")) {
            return;
        }
        OfRepository known = progress.of(repository);
        SavedScan saved = progress.threads();
        ThreadScan scan = saved == null ? ThreadScan.from(from(known)) : ThreadScan.resumed(saved);
        ThreadCapture capture = new ThreadCapture(run, config, client, settings, progress, repository);
        if (saved == null && !run.full()) {
            capture.captureFailed(known.failedThreads());
        }
        OfThreads read;
        try {
            read = scan(repository, scan, capture);
        } catch (RefusalException e) {
            if (e.status() != 410) {
                throw e;
            }
            read = pulls(repository, scan, capture);
        }
        progress.threadsEnd(repository, read);
    }

    private @Nullable Long from(OfRepository known) {
        Long since = config.since() == null ? null : Long.valueOf(config.since().toEpochMilli());
        OfThreads threads = known.threads();
        if (run.full() || threads == null || threads.until() == 0) {
            return since;
        }
        long overlapping = threads.until() - settings.overlap().toMillis();
        return since == null ? overlapping : Math.max(since, overlapping);
    }

    private OfThreads scan(Repository repository, ThreadScan scan, ThreadCapture capture)
            throws IOException, InterruptedException, SourceFailure {
        OfThreads known = run.full() ? null : progress.of(repository).threads();
        Map<Integer, Long> recent = known == null ? Map.of() : known.recent();
        String etag = null;
        String url = null;
        do {
            URI list = list(repository, scan.since());
            Pages pages = new Pages(client, list, scan.resumed() ? null : etag(known, list), settings);
            int count = 0;
            for (Answer page = pages.next(); page != null; page = pages.next()) {
                if (page.unchanged() && known != null) {
                    return known;
                }
                capture(capture, scan, entries(page.body()), recent);
                etag = ++count == 1 && page.next() == null && !scan.resumed() ? page.etag() : null;
                url = etag == null ? null : list.toString();
            }
        } while (scan.again());
        return result(scan, known, url, etag);
    }

    private static @Nullable String etag(@Nullable OfThreads known, URI list) {
        return known != null && list.toString().equals(known.url()) ? known.etag() : null;
    }

    private OfThreads result(ThreadScan scan, @Nullable OfThreads known, @Nullable String url, @Nullable String etag) {
        long until = Math.max(scan.newest(), known == null ? 0 : known.until());
        return new OfThreads(until, scan.recent(until - settings.overlap().toMillis()), url, etag);
    }

    private URI list(Repository repository, @Nullable Long since) {
        String window = since == null ? "" : "&since=" + Instant.ofEpochSecond(Math.floorDiv(since, 1000L));
        return client.at(repository.path() + "/issues?state=all&sort=updated&direction=asc&per_page=" + PAGE + window);
    }

    private static List<ThreadEntry> entries(JsonNode page) {
        List<ThreadEntry> entries = new ArrayList<>();
        page.forEach(json -> entries.add(ThreadEntry.ofIssue(json)));
        return entries;
    }

    /** Where a repository has its issues turned off: pull requests have a list of their own, which knows no lower bound. */
    private OfThreads pulls(Repository repository, ThreadScan scan, ThreadCapture capture)
            throws IOException, InterruptedException, SourceFailure {
        OfThreads known = run.full() ? null : progress.of(repository).threads();
        Long since = scan.since();
        List<ThreadEntry> changed = new ArrayList<>();
        URI list = client.at(repository.path() + "/pulls?state=all&sort=updated&direction=desc&per_page=" + PAGE);
        Pages pages = new Pages(client, list, null, settings);
        boolean older = false;
        for (Answer page = pages.next(); page != null && !older; page = older ? null : pages.next()) {
            for (JsonNode json : page.body()) {
                ThreadEntry entry = ThreadEntry.ofPullRequest(json);
                older |= since != null && entry.updated() < since;
                if (since == null || entry.updated() >= since) {
                    changed.add(entry);
                }
            }
        }
        Collections.reverse(changed);
        for (int from = 0; from < changed.size(); from += PAGE) {
            List<ThreadEntry> some = changed.subList(from, Math.min(changed.size(), from + PAGE));
            capture(capture, scan, some, known == null ? Map.of() : known.recent());
        }
        return result(scan, known, null, null);
    }

    private void capture(ThreadCapture capture, ThreadScan scan, List<ThreadEntry> entries, Map<Integer, Long> recent)
            throws IOException, InterruptedException, SourceFailure {
        List<ThreadEntry> wanted = new ArrayList<>();
        for (ThreadEntry entry : entries) {
            boolean changed = scan.wants(entry.number(), entry.updated());
            boolean known = Long.valueOf(entry.updated()).equals(recent.get(entry.number()));
            if (changed && !known && config.includes(entry.kind())) {
                wanted.add(entry);
            }
        }
        capture.see(entries);
        progress.threads(scan);
        capture.capture(wanted);
    }
}
