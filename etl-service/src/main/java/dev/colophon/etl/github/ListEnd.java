package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.github.api.Answer;
import dev.colophon.etl.github.api.GitHubClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The last elements of a list that is given oldest first, in at most three calls where GitHub says which page is the last. */
final class ListEnd {

    private static final int MOST_PAGES = 100;

    private ListEnd() {}

    static List<JsonNode> of(GitHubClient client, URI list, int most)
            throws IOException, InterruptedException, SourceFailure {
        Answer first = client.get(list);
        if (first.next() == null) {
            return last(elements(first), most);
        }
        return first.last() == null ? walked(client, first, most) : jumped(client, first, first.last(), most);
    }

    private static List<JsonNode> jumped(GitHubClient client, Answer first, URI last, int most)
            throws IOException, InterruptedException, SourceFailure {
        Answer end = client.get(last);
        List<JsonNode> elements = elements(end);
        if (elements.size() < most) {
            URI before = end.previous();
            List<JsonNode> both = elements(before == null || last.equals(first.next()) ? first : client.get(before));
            both.addAll(elements);
            elements = both;
        }
        return last(elements, most);
    }

    /** Where nobody says which page is the last. */
    private static List<JsonNode> walked(GitHubClient client, Answer first, int most)
            throws IOException, InterruptedException, SourceFailure {
        Answer page = first;
        List<JsonNode> elements = elements(first);
        Set<URI> visited = new HashSet<>();
        while (page.next() != null && visited.add(page.next()) && visited.size() < MOST_PAGES) {
            page = client.get(page.next());
            elements.addAll(elements(page));
            elements = new ArrayList<>(last(elements, most));
        }
        return last(elements, most);
    }

    private static List<JsonNode> elements(Answer page) {
        List<JsonNode> elements = new ArrayList<>();
        page.body().forEach(elements::add);
        return elements;
    }

    private static List<JsonNode> last(List<JsonNode> elements, int most) {
        return elements.subList(Math.max(0, elements.size() - most), elements.size());
    }
}
