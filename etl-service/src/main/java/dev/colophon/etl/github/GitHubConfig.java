package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Fields;
import dev.colophon.events.item.ItemKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a GitHub is read.
 *
 * @param baseUrl of the API, without a slash at the end
 * @param owner whose repositories are read where none are named, or to whom those named without an owner belong
 * @param organization as {@code owner}, known to be an organisation
 * @param repositories with their owners; empty for all that are no forks
 * @param branches whose commits are read; empty for the default branch, {@code *} for all
 * @param since what changed before is not read; null for everything
 */
record GitHubConfig(
        URI baseUrl,
        @Nullable String owner,
        @Nullable String organization,
        List<String> repositories,
        Set<ItemKind> kinds,
        List<String> branches,
        @Nullable Instant since) {

    static final String ALL_BRANCHES = "*";

    private static final Set<String> FIELDS =
            Set.of("base_url", "owner", "organization", "repositories", "include", "branches", "since");
    private static final String GITHUB = "https://api.github.com";
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})");
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final int MOST = 1_000;

    private static final Map<String, ItemKind> KINDS =
            Map.of("issues", ItemKind.GITHUB_ISSUE, "pull_requests", ItemKind.PULL_REQUEST, "commits", ItemKind.COMMIT);

    /** @throws dev.colophon.web.problem.ProblemException {@code 422} naming {@code config.<field>} */
    static ObjectNode checked(JsonNode given) {
        Fields fields = Fields.ofConfig(given, FIELDS);
        ObjectNode checked = JsonNodeFactory.instance.objectNode();
        checked.put("base_url", baseUrl(fields));
        String owner = name(fields, "owner");
        String organization = name(fields, "organization");
        if (owner != null && organization != null) {
            throw fields.fault("organization", "must be left out where an owner is given");
        }
        if (owner != null) {
            checked.put("owner", owner);
        }
        if (organization != null) {
            checked.put("organization", organization);
        }
        List<String> repositories = repositories(fields, owner == null ? organization : owner);
        if (repositories.isEmpty() && owner == null && organization == null) {
            throw fields.fault("owner", "must be given, or an organization, or repositories with their owners");
        }
        putAll(checked.putArray("repositories"), repositories);
        putAll(checked.putArray("include"), include(fields));
        putAll(checked.putArray("branches"), fields.texts("branches", MOST));
        String since = since(fields);
        if (since != null) {
            checked.put("since", since);
        }
        return checked;
    }

    private static void putAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static String baseUrl(Fields fields) {
        String text = fields.optional("base_url", 2_000);
        if (text == null || text.isEmpty()) {
            return GITHUB;
        }
        try {
            URI url = new URI(text.replaceFirst("/+$", ""));
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            if (web && url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null) {
                if (url.getHost().toLowerCase(Locale.ROOT).matches("(?:www\\.)?github\\.com")) {
                    throw fields.fault("base_url", "must be the API's: " + GITHUB);
                }
                return url.toString();
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw fields.fault(
                "base_url",
                "must be the API's address: " + GITHUB + ", or https://<host>/api/v3 of an Enterprise Server");
    }

    private static @Nullable String name(Fields fields, String field) {
        String name = fields.optional(field, 100);
        if (name != null && !OWNER.matcher(name).matches()) {
            throw fields.fault(field, "must be a name as it stands in addresses of GitHub");
        }
        return name;
    }

    private static List<String> repositories(Fields fields, @Nullable String owner) {
        List<String> full = new ArrayList<>();
        for (String given : fields.texts("repositories", MOST)) {
            String[] parts = given.split("/", -1);
            boolean named = parts.length == 2;
            String repository = parts[parts.length - 1];
            String of = named ? parts[0] : owner;
            if (parts.length > 2 || of == null || !isOwner(of) || !isRepository(repository)) {
                throw fields.fault("repositories", "must be names of repositories, as owner/name or beside an owner");
            }
            full.add(of + "/" + repository);
        }
        return full.stream().distinct().toList();
    }

    private static boolean isOwner(String name) {
        return OWNER.matcher(name).matches();
    }

    private static boolean isRepository(String name) {
        return REPOSITORY.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }

    private static List<String> include(Fields fields) {
        List<String> include = fields.texts("include", KINDS.size());
        if (!KINDS.keySet().containsAll(include)) {
            throw fields.fault("include", "must be of issues, pull_requests and commits");
        }
        return include.isEmpty() ? List.of("issues", "pull_requests", "commits") : include;
    }

    private static @Nullable String since(Fields fields) {
        String text = fields.optional("since", 40);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            Instant since = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
            if (since.isAfter(Instant.parse("2000-01-01T00:00:00Z"))) {
                return since.toString();
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw fields.fault("since", "must be a date or a time in UTC, for example 2026-01-31");
    }

    /** Reads what {@link #checked} gave. */
    static GitHubConfig of(JsonNode checked) {
        Set<ItemKind> kinds = new LinkedHashSet<>();
        checked.path("include").forEach(name -> kinds.add(KINDS.get(name.asText())));
        return new GitHubConfig(
                URI.create(checked.path("base_url").asText()),
                checked.hasNonNull("owner") ? checked.get("owner").asText() : null,
                checked.hasNonNull("organization") ? checked.get("organization").asText() : null,
                texts(checked.path("repositories")),
                kinds,
                texts(checked.path("branches")),
                checked.hasNonNull("since") ? Instant.parse(checked.get("since").asText()) : null);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    boolean includes(ItemKind kind) {
        return kinds.contains(kind);
    }

    boolean includesThreads() {
        return includes(ItemKind.GITHUB_ISSUE) || includes(ItemKind.PULL_REQUEST);
    }

    /** Whether a repository is read, as far as its name tells. */
    boolean covers(String fullName) {
        if (!repositories.isEmpty()) {
            return repositories.stream().anyMatch(fullName::equalsIgnoreCase);
        }
        int slash = fullName.indexOf('/');
        return slash > 0 && fullName.substring(0, slash).equalsIgnoreCase(account());
    }

    private @Nullable String account() {
        return organization == null ? owner : organization;
    }

    /** Whether a branch's commits are read. */
    boolean coversBranch(String branch, String defaultBranch) {
        return branches.isEmpty()
                ? branch.equals(defaultBranch)
                : branches.contains(branch) || branches.contains(ALL_BRANCHES);
    }
}
