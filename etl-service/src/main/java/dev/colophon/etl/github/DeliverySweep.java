package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.github.api.Answer;
import dev.colophon.etl.github.api.GitHubCredentials;
import dev.colophon.etl.github.api.GitHubProperties;
import dev.colophon.etl.github.api.LimitedException;
import dev.colophon.etl.github.api.Pages;
import dev.colophon.etl.github.api.PatientClient;
import dev.colophon.etl.github.api.RefusalException;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks GitHub to deliver again what did not arrive: it never does so by itself, and remembers deliveries for three days.
 * Looks at most once an hour, and once a day where the credentials may not see webhooks. A courtesy: what it cannot do costs
 * no run.
 */
final class DeliverySweep {

    private static final Logger log = LoggerFactory.getLogger(DeliverySweep.class);
    private static final Duration REMEMBERED = Duration.ofDays(3);
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration PAUSE_WITHOUT_RIGHTS = Duration.ofDays(1);
    private static final int MOST_REPOSITORIES = 100;
    private static final int MOST_DELIVERIES = 100;

    /**
     * @param at when deliveries were looked at, milliseconds since 1970
     * @param allowed whether any webhooks could be seen
     */
    record Result(@Nullable Long at, @Nullable Boolean allowed) {}

    private final SyncRun run;
    private final GitHubConfig config;
    private final PatientClient client;
    private final @Nullable PatientClient app;
    private final GitHubProperties settings;
    private final Clock clock;
    private int asked;

    /** @param app calls as the app itself, which has webhooks of its own; null where the source is none */
    DeliverySweep(
            SyncRun run,
            GitHubConfig config,
            PatientClient client,
            @Nullable PatientClient app,
            GitHubProperties settings,
            Clock clock) {
        this.run = run;
        this.config = config;
        this.client = client;
        this.app = app;
        this.settings = settings;
        this.clock = clock;
    }

    Result sweep(List<Repository> repositories, GitHubCursor before) throws InterruptedException {
        Instant now = clock.instant();
        GitHubCredentials credentials = GitHubCredentials.of(run.connection().credentials());
        boolean anonymous = credentials.token() == null && credentials.app() == null;
        if (anonymous || credentials.webhookSecret() == null || !isDue(before, now)) {
            return new Result(before.sweptAt(), before.sweepAllowed());
        }
        Instant since = now.minus(REMEMBERED);
        if (before.sweptAt() != null && Instant.ofEpochMilli(before.sweptAt()).isAfter(since)) {
            // what was under way then may have failed after that
            since = Instant.ofEpochMilli(before.sweptAt()).minus(PAUSE);
        }
        boolean allowed = app != null && seen("the app", appsOwn(app, since));
        for (String owner : owners(repositories)) {
            allowed |= seen(owner, hooksOf(owner, since));
        }
        return new Result(now.toEpochMilli(), allowed);
    }

    private static boolean isDue(GitHubCursor before, Instant now) {
        if (before.sweptAt() == null) {
            return true;
        }
        Duration pause = Boolean.FALSE.equals(before.sweepAllowed()) ? PAUSE_WITHOUT_RIGHTS : PAUSE;
        return !Instant.ofEpochMilli(before.sweptAt()).plus(pause).isAfter(now);
    }

    private List<String> owners(List<Repository> repositories) {
        List<String> owners = new ArrayList<>();
        if (config.organization() != null) {
            owners.add("/orgs/" + config.organization());
        }
        if (config.organization() == null || !config.repositories().isEmpty()) {
            repositories.stream().limit(MOST_REPOSITORIES).map(Repository::path).forEach(owners::add);
        }
        return owners;
    }

    private interface Look {

        void take() throws IOException, InterruptedException, SourceFailure;
    }

    /** Whether the webhooks could be seen. */
    private boolean seen(String owner, Look look) throws InterruptedException {
        try {
            look.take();
            return true;
        } catch (RefusalException e) {
            log.debug("webhooks of {} cannot be seen: {}", owner, e.getMessage());
            return false;
        } catch (IOException | SourceFailure e) {
            log.info("failed deliveries of {} wait for the next run: {}", owner, e.getMessage());
            return true;
        }
    }

    /** Webhooks of a repository or an organisation. */
    private Look hooksOf(String owner, Instant since) {
        return () -> {
            Pages hooks = new Pages(client, client.at(owner + "/hooks?per_page=100"), null, settings);
            for (Answer page = hooks.next(); page != null; page = hooks.next()) {
                for (JsonNode hook : page.body()) {
                    if (callsUs(hook.path("config"))) {
                        deliverAgain(client, owner + "/hooks/" + hook.path("id").asLong(), since);
                    }
                }
            }
        };
    }

    /** The one webhook that an app has for all its installations. */
    private Look appsOwn(PatientClient app, Instant since) {
        return () -> {
            if (callsUs(app.get(app.at("/app/hook/config"), null).body())) {
                deliverAgain(app, "/app/hook", since);
            }
        };
    }

    private boolean callsUs(JsonNode hookConfig) {
        return hookConfig
                .path("url")
                .asText("")
                .contains("/webhooks/github/" + run.connection().sourceId());
    }

    private void deliverAgain(PatientClient client, String hook, Instant since)
            throws IOException, InterruptedException, SourceFailure {
        for (long delivery : failed(client, hook, since)) {
            if (asked >= MOST_DELIVERIES) {
                return;
            }
            asked++;
            try {
                client.post(client.at(hook + "/deliveries/" + delivery + "/attempts"));
                log.info("delivery {} of {} is asked for again", delivery, hook);
            } catch (LimitedException e) {
                throw e;
            } catch (RefusalException e) {
                log.info("delivery {} of {} cannot be asked for again: {}", delivery, hook, e.getMessage());
            }
        }
    }

    /** The last attempts of deliveries that have not arrived; GitHub lists the newest attempt first. */
    private List<Long> failed(PatientClient client, String hook, Instant since)
            throws IOException, InterruptedException, SourceFailure {
        List<Long> failed = new ArrayList<>();
        Set<String> known = new HashSet<>();
        Pages pages = new Pages(client, client.at(hook + "/deliveries?per_page=100"), null, settings);
        boolean older = false;
        for (Answer page = pages.next(); page != null; page = older ? null : pages.next()) {
            for (JsonNode attempt : page.body()) {
                older |= deliveredAt(attempt).isBefore(since);
                boolean last = known.add(attempt.path("guid").asText());
                int status = attempt.path("status_code").asInt();
                if (last && !older && (status < 200 || status > 299)) {
                    failed.add(attempt.path("id").asLong());
                }
            }
        }
        return failed;
    }

    private static Instant deliveredAt(JsonNode attempt) {
        try {
            return Instant.parse(attempt.path("delivered_at").asText());
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
