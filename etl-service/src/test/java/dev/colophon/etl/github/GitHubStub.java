package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GitHub's REST API on the loopback interface, as far as the connector speaks it: opaque {@code Link}s that go over from
 * page numbers to cursors, {@code 422} for page numbers beyond ten, entity tags, limits. Misbehaves where it is told to.
 */
final class GitHubStub implements AutoCloseable {

    private static final int LAST_NUMBERED_PAGE = 10;

    private static final Pattern IN_REPOSITORY = Pattern.compile("/(?:repos/([^/]+/[^/]+)|repositories/(\\d+))(/.*)?");

    /** An answer that replaces the real one. */
    record Fault(Predicate<String> where, int status, String body, Map<String, String> headers) {}

    record Call(String method, String target, int status, Map<String, String> headers) {

        boolean is(String part) {
            return target.contains(part);
        }
    }

    final Map<String, StubRepository> repositories = new LinkedHashMap<>();
    final Map<String, String> renamed = new LinkedHashMap<>();
    final List<Call> calls = new CopyOnWriteArrayList<>();
    final List<Fault> faults = new CopyOnWriteArrayList<>();
    final List<Runnable> afterPages = new CopyOnWriteArrayList<>();
    String token = "secret-token";
    String nextLink = "";
    int pageSize = 100;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(8);

    GitHubStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    StubRepository repository(String name) {
        return repositories.computeIfAbsent(name, key -> new StubRepository(1000 + repositories.size(), key));
    }

    /** Answers the next call whose target contains {@code part} with something else; several faults queue up. */
    void failOnce(String part, int status, String message, Map<String, String> headers) {
        ObjectNode body = StubRepository.JSON.createObjectNode().put("message", message);
        faults.add(new Fault(target -> target.contains(part), status, body.toString(), headers));
    }

    long count(String part) {
        return calls.stream().filter(call -> call.is(part)).count();
    }

    private record Reply(int status, JsonNode body, Map<String, String> headers) {}

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestURI().toString();
            Reply reply = faulty(target);
            if (reply == null) {
                reply = answer(exchange, target);
            }
            Map<String, String> sent = new LinkedHashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> sent.put(name.toLowerCase(), values.get(0)));
            calls.add(new Call(exchange.getRequestMethod(), target, reply.status(), sent));
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "application/json; charset=utf-8");
            reply.headers().forEach(headers::set);
            byte[] body = reply.body() == null
                    ? new byte[0]
                    : reply.body().isTextual()
                            ? reply.body().textValue().getBytes(StandardCharsets.UTF_8)
                            : StubRepository.JSON.writeValueAsBytes(reply.body());
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (RuntimeException e) {
            e.printStackTrace();
            throw e;
        }
    }

    private Reply faulty(String target) {
        for (Fault fault : faults) {
            if (fault.where().test(target) && faults.remove(fault)) {
                return new Reply(fault.status(), text(fault.body()), fault.headers());
            }
        }
        return null;
    }

    private static JsonNode text(String body) {
        return body.isEmpty() ? null : StubRepository.JSON.getNodeFactory().textNode(body);
    }

    private Reply answer(HttpExchange exchange, String target) {
        Headers headers = exchange.getRequestHeaders();
        if (headers.getFirst("User-Agent") == null || !"2022-11-28".equals(headers.getFirst("X-GitHub-Api-Version"))) {
            return problem(403, "Request forbidden by administrative rules");
        }
        if (target.startsWith("/app/installations/")) {
            return installation(headers);
        }
        if (target.startsWith("/app/hook/")) {
            return appHook(exchange.getRequestMethod(), exchange.getRequestURI(), headers);
        }
        if (token != null && !("Bearer " + token).equals(headers.getFirst("Authorization"))) {
            return problem(401, "Bad credentials");
        }
        Reply reply = route(exchange.getRequestMethod(), exchange.getRequestURI());
        if (reply.status() != 200) {
            return reply;
        }
        Map<String, String> more = new LinkedHashMap<>(reply.headers());
        String etag = "W/\"" + digest(reply.body().toString() + reply.headers()) + "\"";
        more.put("ETag", etag);
        more.put("X-RateLimit-Limit", "5000");
        more.put("X-RateLimit-Remaining", "4000");
        if (etag.equals(headers.getFirst("If-None-Match"))) {
            return new Reply(304, null, more);
        }
        return new Reply(200, reply.body(), more);
    }

    volatile String appKeyOwner = "";
    volatile Instant tokenEnds = Instant.EPOCH;
    final List<String> proofs = new CopyOnWriteArrayList<>();

    private Reply installation(Headers headers) {
        proofs.add(headers.getFirst("Authorization").substring("Bearer ".length()));
        token = "ghs_" + proofs.size();
        ObjectNode body = StubRepository.JSON.createObjectNode().put("token", token);
        body.put("expires_at", tokenEnds.toString());
        return new Reply(201, body, Map.of());
    }

    /** Where the app's own webhook goes; null where it has none. */
    volatile String appHookUrl;

    final List<JsonNode> appDeliveries = new CopyOnWriteArrayList<>();

    /** For the app itself, which proves itself anew each time; the token of an installation is no proof. */
    private Reply appHook(String method, URI url, Headers headers) {
        String proof = headers.getFirst("Authorization");
        if (proof == null || proof.split("\\.").length != 3) {
            return problem(401, "A JSON web token could not be decoded");
        }
        if (appHookUrl == null) {
            return problem(404, "Not Found");
        }
        if (method.equals("POST")) {
            return new Reply(202, StubRepository.JSON.createObjectNode(), Map.of());
        }
        return url.getPath().endsWith("/config")
                ? new Reply(200, StubRepository.JSON.createObjectNode().put("url", appHookUrl), Map.of())
                : page(List.copyOf(appDeliveries), url.getPath(), query(url.getRawQuery()), url);
    }

    private Reply route(String method, URI url) {
        String path = url.getPath();
        Map<String, String> query = query(url.getRawQuery());
        if (path.matches("/orgs/[^/]+/repos")) {
            String owner = path.split("/")[2] + "/";
            List<JsonNode> all = new ArrayList<>();
            repositories.values().stream()
                    .filter(each -> each.name.startsWith(owner))
                    .forEach(each -> all.add(each.json()));
            return all.isEmpty() ? problem(404, "Not Found") : page(all, path, query, url);
        }
        Matcher matcher = IN_REPOSITORY.matcher(path);
        if (!matcher.matches()) {
            return problem(404, "Not Found");
        }
        if (matcher.group(1) != null && renamed.containsKey(matcher.group(1))) {
            StubRepository now = repositories.get(renamed.get(matcher.group(1)));
            String rest = matcher.group(3) == null ? "" : matcher.group(3);
            String location = base() + "/repositories/" + now.id + rest;
            return new Reply(301, text("{}"), Map.of("Location", location));
        }
        StubRepository repository =
                matcher.group(1) == null ? byId(Long.parseLong(matcher.group(2))) : repositories.get(matcher.group(1));
        if (repository == null) {
            return problem(404, "Not Found");
        }
        String rest = matcher.group(3) == null ? "" : matcher.group(3);
        return inRepository(method, repository, rest, query, url);
    }

    private StubRepository byId(long id) {
        return repositories.values().stream()
                .filter(each -> each.id == id)
                .findFirst()
                .orElse(null);
    }

    private Reply inRepository(
            String method, StubRepository repository, String rest, Map<String, String> query, URI url) {
        String path = "/repositories/" + repository.id + rest;
        if (rest.isEmpty()) {
            return ok(repository.json());
        }
        String[] parts = rest.substring(1).split("/");
        int number = parts.length > 1 && parts[1].matches("\\d{1,9}") ? Integer.parseInt(parts[1]) : 0;
        switch (parts[0]) {
            case "issues":
                if (parts.length == 1) {
                    return repository.issuesDisabled
                            ? problem(410, "Issues are disabled for this repo")
                            : issues(repository, path, query, url);
                }
                if (parts.length == 3) {
                    return page(repository.comments.getOrDefault(number, List.of()), path, query, url);
                }
                ObjectNode issue = repository.issues.get(number);
                return issue == null ? problem(404, "Not Found") : ok(repository.shown(issue));
            case "pulls":
                return pulls(repository, parts, number, path, query, url);
            case "commits":
                return commits(repository, parts, path, query, url);
            case "branches":
                List<JsonNode> branches = new ArrayList<>();
                repository.branches.forEach((name, sha) -> {
                    ObjectNode branch = StubRepository.JSON.createObjectNode().put("name", name);
                    branch.putObject("commit").put("sha", sha);
                    branches.add(branch);
                });
                return page(branches, path, query, url);
            case "compare":
                return compare(repository, parts[1]);
            case "hooks":
                return hooks(method, repository, parts, path, query, url);
            default:
                return problem(404, "Not Found");
        }
    }

    private Reply issues(StubRepository repository, String path, Map<String, String> query, URI url) {
        String since = query.get("since");
        if ("1970-01-01T00:00:00Z".equals(since)) {
            return ok(StubRepository.JSON.createArrayNode());
        }
        List<JsonNode> found = new ArrayList<>();
        repository.issues.values().stream()
                .filter(each -> "all".equals(query.get("state"))
                        || each.path("state").asText().equals("open"))
                .filter(each ->
                        since == null || each.path("updated_at").asText().compareTo(since) >= 0)
                .forEach(each -> found.add(repository.shown(each)));
        Comparator<JsonNode> order =
                Comparator.comparing(each -> each.path("updated_at").asText());
        found.sort("asc".equals(query.get("direction")) ? order : order.reversed());
        return page(found, path, query, url);
    }

    private Reply pulls(
            StubRepository repository, String[] parts, int number, String path, Map<String, String> query, URI url) {
        if (parts.length == 1) {
            List<JsonNode> found = new ArrayList<>(repository.pulls.values());
            Comparator<JsonNode> order =
                    Comparator.comparing(each -> each.path("updated_at").asText());
            found.sort("asc".equals(query.get("direction")) ? order : order.reversed());
            List<JsonNode> listed = new ArrayList<>();
            found.forEach(each -> listed.add(((ObjectNode) each.deepCopy())
                    .without(List.of("additions", "deletions", "changed_files", "comments", "review_comments"))));
            return page(listed, path, query, url);
        }
        if (!repository.pulls.containsKey(number)) {
            return problem(404, "Not Found");
        }
        if (parts.length == 2) {
            return ok(repository.shownPull(number));
        }
        Map<Integer, List<JsonNode>> said = parts[2].equals("reviews") ? repository.reviews : repository.reviewComments;
        return page(said.getOrDefault(number, List.of()), path, query, url);
    }

    private Reply commits(StubRepository repository, String[] parts, String path, Map<String, String> query, URI url) {
        if (parts.length == 2) {
            ObjectNode commit = repository.commits.get(parts[1]);
            if (commit == null) {
                return problem(422, "No commit found for SHA: " + parts[1]);
            }
            List<JsonNode> files = new ArrayList<>();
            commit.path("files").forEach(files::add);
            Reply page = page(files, path, Map.of("per_page", "300", "page", query.getOrDefault("page", "1")), url);
            ObjectNode body = commit.deepCopy();
            body.set("files", page.body());
            return new Reply(200, body, page.headers());
        }
        if (repository.commits.isEmpty()) {
            return problem(409, "Git Repository is empty.");
        }
        String revision = query.getOrDefault("sha", repository.defaultBranch);
        if (!repository.branches.containsKey(revision) && !repository.commits.containsKey(revision)) {
            return problem(404, "Not Found");
        }
        return page(repository.history(revision), path, query, url);
    }

    private Reply compare(StubRepository repository, String basehead) {
        String[] ends = basehead.split("\\.\\.\\.");
        if (!repository.commits.containsKey(ends[0])) {
            return problem(404, "Not Found");
        }
        List<String> base = new ArrayList<>();
        repository.history(ends[0]).forEach(each -> base.add(each.path("sha").asText()));
        for (JsonNode each : repository.history(ends[1])) {
            if (base.contains(each.path("sha").asText())) {
                ObjectNode body = StubRepository.JSON.createObjectNode();
                body.set("merge_base_commit", each);
                return ok(body);
            }
        }
        return problem(404, "No common ancestor");
    }

    private Reply hooks(
            String method, StubRepository repository, String[] parts, String path, Map<String, String> query, URI url) {
        if (method.equals("POST")) {
            return new Reply(202, StubRepository.JSON.createObjectNode(), Map.of());
        }
        if (repository.hooks.isEmpty()) {
            return problem(404, "Not Found");
        }
        return page(List.copyOf(parts.length == 1 ? repository.hooks : repository.deliveries), path, query, url);
    }

    /** A page of a list with its links: numbered at first, by cursor later, as GitHub has it for long lists. */
    private Reply page(List<? extends JsonNode> all, String path, Map<String, String> query, URI url) {
        int size = Math.min(Integer.parseInt(query.getOrDefault("per_page", "30")), pageSize);
        int number = Integer.parseInt(query.getOrDefault("page", "1"));
        if (number > LAST_NUMBERED_PAGE) {
            return problem(
                    422,
                    "In order to keep the API fast for everyone, pagination is limited for this resource. "
                            + "Check the rel=next link relation to see how far you can traverse.");
        }
        int from =
                query.containsKey("after") ? Integer.parseInt(query.get("after").substring(4)) : (number - 1) * size;
        int to = Math.min(all.size(), from + size);
        ArrayNode body = StubRepository.JSON.createArrayNode();
        all.subList(Math.min(from, to), to).forEach(body::add);
        StringBuilder link = new StringBuilder();
        if (to < all.size()) {
            String next = to / size < LAST_NUMBERED_PAGE ? "page=" + (to / size + 1) : "after=pos:" + to;
            link(link, "next", path, query, next);
            int last = (all.size() + size - 1) / size;
            if (last <= LAST_NUMBERED_PAGE) {
                link(link, "last", path, query, "page=" + last);
            }
        }
        if (from > 0) {
            link(link, "prev", path, query, "page=" + (from / size));
            link(link, "first", path, query, "page=1");
        }
        Runnable after = afterPages.isEmpty() ? null : afterPages.remove(0);
        if (after != null) {
            after.run();
        }
        if (!nextLink.isEmpty()) {
            return new Reply(200, body, Map.of("Link", nextLink));
        }
        return new Reply(200, body, link.isEmpty() ? Map.of() : Map.of("Link", link.toString()));
    }

    private void link(StringBuilder link, String relation, String path, Map<String, String> query, String position) {
        StringBuilder target = new StringBuilder(base() + path + "?");
        query.forEach((name, value) -> {
            if (!name.equals("page") && !name.equals("after")) {
                target.append(name)
                        .append('=')
                        .append(value.replace(":", "%3A"))
                        .append('&');
            }
        });
        link.append(link.isEmpty() ? "" : ", ")
                .append('<')
                .append(target)
                .append(position.replace(":", "%3A"))
                .append(">; rel=\"")
                .append(relation)
                .append('"');
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static Reply ok(JsonNode body) {
        return new Reply(200, body, Map.of());
    }

    private static Reply problem(int status, String message) {
        return new Reply(status, StubRepository.JSON.createObjectNode().put("message", message), Map.of());
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 40);
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
