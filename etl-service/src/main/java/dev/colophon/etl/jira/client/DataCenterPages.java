package dev.colophon.etl.jira.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.jira.issue.JiraTimes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Pages of {@code /search} by windows: offsets shift when an issue on an earlier page changes, so the next page begins at
 * the last update of the one before and not at an offset. Only where a whole page was updated within one second are
 * offsets used, one issue back each time, and the window begins again where that issue is another one.
 */
final class DataCenterPages implements IssuePages {

    private static final int MAX_SHIFTS = 20;

    private final JiraClient client;
    private final IssueQuery query;
    private final LongFunction<String> jqlFrom;
    private long from;
    private int offset;
    private int shifts;
    private @Nullable String lastOfPage;
    private boolean done;

    /** @param jqlFrom an ordered query for what was updated since a time in milliseconds */
    DataCenterPages(JiraClient client, IssueQuery query, long from, LongFunction<String> jqlFrom) {
        this.client = client;
        this.query = query;
        this.from = from;
        this.jqlFrom = jqlFrom;
    }

    @Override
    public @Nullable List<JsonNode> next() throws IOException, InterruptedException, SourceFailure {
        if (done) {
            return null;
        }
        JsonNode answer = client.send("POST", "/search", body(), "the search");
        if (!answer.path("issues").isArray()) {
            throw SourceFailure.lasting(
                    "Jira's answer to the search holds no issues; are base_url and deployment right?");
        }
        List<JsonNode> issues = new ArrayList<>();
        answer.path("issues").forEach(issues::add);
        if (offset > 0 && shifted(issues)) {
            return List.of();
        }
        move(issues, answer.path("total").asInt());
        return issues;
    }

    /** Whether the page does not begin with the issue that the one before ended with: the window then begins again. */
    private boolean shifted(List<JsonNode> issues) throws SourceFailure {
        if (!issues.isEmpty() && issues.get(0).path("id").asText().equals(lastOfPage)) {
            return false;
        }
        if (++shifts > MAX_SHIFTS) {
            throw SourceFailure.passing("Jira's pages keep shifting: too many issues change within the same second");
        }
        offset = 0;
        return true;
    }

    private void move(List<JsonNode> issues, int total) {
        int read = offset + issues.size();
        done = issues.isEmpty() || (offset > 0 && issues.size() == 1) || read >= total;
        if (done) {
            return;
        }
        JsonNode last = issues.get(issues.size() - 1);
        Instant updated = JiraTimes.of(last.path("fields").path("updated"));
        long second = updated == null ? from : updated.toEpochMilli() / 1000 * 1000;
        if (second > from) {
            from = second;
            offset = 0;
            shifts = 0;
        } else {
            offset = read - 1;
            lastOfPage = last.path("id").asText();
        }
    }

    private ObjectNode body() {
        ObjectNode body = query.body(jqlFrom.apply(from));
        body.put("startAt", offset);
        if (query.changelog()) {
            body.putArray("expand").add("changelog");
        }
        return body;
    }
}
