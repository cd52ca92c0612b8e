package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.jira.client.IssuePages;
import dev.colophon.etl.jira.issue.JiraTimes;
import dev.colophon.events.item.ItemKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: issues in the order of their last update, each page one checkpoint. A run that is taken up again begins at the
 * update that it saw last, so it needs nothing of Jira that could have expired meanwhile.
 */
final class JiraSync {

    private static final Logger log = LoggerFactory.getLogger(JiraSync.class);
    private static final String THROUGH = "through";

    private final SyncRun run;
    private final JiraReading reading;
    private final Duration overlap;
    private final KnownVersions known;
    private final JiraCursor before;
    private final JsonNode webhook;
    private JiraCursor through;

    /** @param webhook what the cursor keeps of the source's webhook; an empty object for nothing */
    JiraSync(SyncRun run, JiraReading reading, Duration overlap, JsonNode webhook) {
        this.run = run;
        this.webhook = webhook;
        this.reading = reading;
        this.overlap = overlap;
        this.before = JiraCursor.of(run.cursor());
        this.known = run.full() ? new KnownVersions() : JiraCursor.known(run.cursor());
        this.through = new JiraCursor(run.checkpoint().path(THROUGH).asLong(-1));
    }

    void run() throws IOException, InterruptedException, SourceFailure {
        long from = through.atStart() ? (run.full() ? 0 : before.from(overlap)) : through.from(Duration.ZERO);
        IssuePages pages = reading.since(from);
        int read = 0;
        for (List<JsonNode> page = pages.next(); page != null; page = pages.next()) {
            take(page);
            read += page.size();
        }
        if (run.full()) {
            removeUnseen();
        }
        JiraCursor reached = (run.full() ? through : through.seen(before.updated())).notAfter(run.startedAt());
        log.info(
                "source {}: {} issues since {}, read up to {}",
                run.connection().sourceId(),
                read,
                Instant.ofEpochMilli(from),
                reached.updated());
        run.finish(cursor(reached));
    }

    private JsonNode cursor(JiraCursor reached) {
        ObjectNode cursor = reached.json(known, overlap);
        return webhook.isEmpty() ? cursor : cursor.set("webhook", webhook);
    }

    private void take(List<JsonNode> page) throws IOException, InterruptedException, SourceFailure {
        List<ItemDraft> drafts = new ArrayList<>(page.size());
        List<String> same = new ArrayList<>();
        JiraCursor reached = through;
        for (JsonNode issue : page) {
            String id = issue.path("id").asText();
            Instant updated = JiraTimes.of(issue.path("fields").path("updated"));
            long version = updated == null ? -1 : updated.toEpochMilli();
            String digest = KnownVersions.digest(issue);
            if (known.knows(id, version, digest)) {
                same.add(id);
            } else if (draft(issue, id, drafts)) {
                known.add(id, version, digest);
            }
            reached = reached.seen(version);
        }
        if (run.full() && !same.isEmpty()) {
            run.seen(ItemKind.JIRA_ISSUE, same);
        }
        if (!drafts.isEmpty() || !reached.equals(through)) {
            run.capture(drafts, JsonNodeFactory.instance.objectNode().put(THROUGH, reached.updated()));
        }
        through = reached;
    }

    private boolean draft(JsonNode issue, String id, List<ItemDraft> drafts)
            throws IOException, InterruptedException, SourceFailure {
        try {
            drafts.add(reading.draft(issue));
            return true;
        } catch (RuntimeException e) {
            log.warn(
                    "issue {} of source {} cannot be read", id, run.connection().sourceId(), e);
            String key = issue.path("key").asText();
            run.failed(
                    id.isEmpty() ? "?" : id,
                    key.isEmpty() ? null : reading.url(key),
                    e instanceof IllegalArgumentException && e.getMessage() != null
                            ? e.getMessage()
                            : "the issue cannot be read");
            return false;
        }
    }

    /** A Jira that shows nothing where there was something has more likely taken a right away than lost all issues. */
    private void removeUnseen() throws SourceFailure {
        if (through.atStart() && !before.atStart()) {
            throw SourceFailure.lasting("Jira shows these credentials no issue at all any more; nothing was removed");
        }
        run.removeUnseen(ItemKind.JIRA_ISSUE);
    }
}
