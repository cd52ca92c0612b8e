package dev.colophon.etl.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one type of source: one bean a type. Every method blocks; callers give it a thread. Safe for concurrent use, since
 * several sources of a type are read at once.
 */
public interface Connector {

    /** The type's name in the API and in the database, for example {@code github}. */
    String type();

    /**
     * The configuration with its defaults filled in.
     *
     * @throws dev.colophon.web.problem.ProblemException {@code 422} naming {@code config.<field>}; unknown fields are
     *     refused
     */
    JsonNode checked(JsonNode config);

    /**
     * As {@link #checked}, for credentials in clear.
     *
     * @param credentials null where none are given
     * @throws dev.colophon.web.problem.ProblemException {@code 422} naming {@code credentials.<field>}
     */
    JsonNode checkedCredentials(@Nullable JsonNode credentials);

    /** Makes a real call and says what came of it, in words that a person can act on; what the remote says never throws. */
    ConnectionReport test(Connection connection);

    /**
     * Reads what is new, or everything where the run is {@link SyncRun#full full}, and ends with {@link SyncRun#finish}.
     * After a crash the same run comes again with the {@link SyncRun#checkpoint checkpoint} that it saved last.
     *
     * @throws IOException where the remote cannot be reached; the run is tried again later
     * @throws SourceFailure where the run cannot go on, saying whether trying again may help
     */
    void sync(SyncRun run) throws IOException, InterruptedException, SourceFailure;
}
