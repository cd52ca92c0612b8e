package dev.colophon.etl.github.api;

import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a list, page after page, along the links that GitHub gives, as it gives them: page numbers of our own are
 * refused on long lists.
 */
public final class Pages {

    private final PatientClient client;
    private final int most;
    private final Set<URI> visited = new HashSet<>();
    private final @Nullable String etag;
    private @Nullable URI at;

    /** @param etag of the first page as known; null where it is to be read in any case */
    public Pages(PatientClient client, URI first, @Nullable String etag, GitHubProperties settings) {
        this.client = client;
        this.most = settings.maxPages();
        this.at = first;
        this.etag = etag;
    }

    /**
     * The next page; null behind the last one.
     *
     * @throws SourceFailure where a link leads to a page again, or there are too many
     */
    public @Nullable Answer next() throws IOException, InterruptedException, SourceFailure {
        URI url = at;
        if (url == null) {
            return null;
        }
        if (!visited.add(url)) {
            throw SourceFailure.lasting(
                    "GitHub's list " + url.getPath() + " leads back to a page that was read before");
        }
        if (visited.size() > most) {
            throw SourceFailure.lasting("GitHub's list " + url.getPath() + " has more than " + most + " pages");
        }
        Answer page = client.get(url, visited.size() == 1 ? etag : null);
        if (!page.unchanged() && !page.body().isArray()) {
            throw SourceFailure.passing("GitHub did not answer " + url.getPath() + " with a list");
        }
        at = page.unchanged() ? null : page.next();
        return page;
    }
}
