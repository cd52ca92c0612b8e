package dev.colophon.etl.jira.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a search in the order of the issues' last update. An issue may come twice; none is left out because others
 * change while the pages are read.
 */
public interface IssuePages {

    /** The next page, perhaps empty; null behind the last. */
    @Nullable
    List<JsonNode> next() throws IOException, InterruptedException, SourceFailure;
}
