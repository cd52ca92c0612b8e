package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.events.item.ItemKind;
import dev.colophon.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the stub with everything that was recorded of GitHub, and knows which items must come of it. */
final class RecordedGitHub {

    private static final Pattern THREAD = Pattern.compile("/([^/]+/[^/]+)/(?:issues|pulls?)/(\\d+)(?:[/#?].*)?$");

    private final GitHubStub stub;
    final TreeSet<String> threads = new TreeSet<>();
    final TreeSet<String> commits = new TreeSet<>();

    RecordedGitHub(GitHubStub stub) {
        this.stub = stub;
    }

    static JsonNode json(String file) throws IOException {
        return StubRepository.JSON.readTree(SharedData.require(file).toFile());
    }

    /** Issues, pull requests and what was said about them: lists, single answers, search results, threads. */
    void loadThreads() throws IOException {
        for (String line : Files.readAllLines(SharedData.require("github/issues.jsonl"))) {
            thread(StubRepository.JSON.readTree(line));
        }
        for (String file : List.of("issues-paginated", "issues-paginated-small", "search-issues-paginated")) {
            for (JsonNode exchange : json("github/rest/" + file + ".json")) {
                JsonNode body = exchange.at("/response/body");
                (body.has("items") ? body.path("items") : body).forEach(this::issue);
            }
        }
        json("github/repo-ants/issues.json").forEach(this::issue);
        for (String file : List.of("github/rest/pulls.json", "github/rest/pulls-list-first-page.json")) {
            for (JsonNode exchange : json(file)) {
                JsonNode body = exchange.at("/response/body");
                (body.isArray() ? body : StubRepository.JSON.createArrayNode().add(body)).forEach(this::pull);
            }
        }
        json("github/repo-ants/pulls.json").forEach(this::pull);
        json("github/repo-ants/issue-comments.json").forEach(comment -> {
            Matcher of = THREAD.matcher(comment.path("html_url").asText());
            if (of.find()) {
                list(stub.repository(of.group(1)).comments, of.group(2)).add(comment);
            }
        });
        json("github/repo-ants/pull-reviews.json").forEach(review -> {
            Matcher of = THREAD.matcher(review.path("html_url").asText());
            if (of.find()) {
                list(stub.repository(of.group(1)).reviews, of.group(2)).add(review);
            }
        });
        json("github/repo-ants/pull-review-comments.json").forEach(comment -> {
            Matcher of = THREAD.matcher(comment.path("html_url").asText());
            if (of.find()) {
                list(stub.repository(of.group(1)).reviewComments, of.group(2)).add(comment);
            }
        });
    }

    void loadCommits() throws IOException {
        try (var files = Files.list(SharedData.require("commits"))) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    String repository =
                            file.getFileName().toString().replace("__", "/").replace(".jsonl", "");
                    commit(repository, StubRepository.JSON.readTree(line));
                }
            }
        }
        List<JsonNode> newestFirst = new ArrayList<>();
        for (JsonNode exchange : json("github/rest/commits-paginated.json")) {
            exchange.at("/response/body").forEach(newestFirst::add);
        }
        Collections.reverse(newestFirst);
        newestFirst.forEach(commit -> commit("jenkinsci/jenkins", commit));
        ObjectNode large = null;
        for (JsonNode exchange : json("github/rest/commit-files-paginated.json")) {
            JsonNode page = exchange.at("/response/body");
            large = large == null ? page.deepCopy() : large;
            for (JsonNode file : large == page ? StubRepository.JSON.createArrayNode() : page.path("files")) {
                if (exchange.at("/request/url").asText().contains("page=")) {
                    large.withArray("files").add(file);
                }
            }
        }
        commit("hub4j-test-org/CommitTest", large);
        json("github/repo-ants/pull-commits.json").forEach(commit -> commit("panjf2000/ants", commit));
    }

    private static <T> List<JsonNode> list(java.util.Map<Integer, List<JsonNode>> lists, String number) {
        return lists.computeIfAbsent(Integer.parseInt(number), key -> new ArrayList<>());
    }

    private void thread(JsonNode recorded) {
        boolean pull = recorded.path("kind").asText().equals("pull_request");
        int number = recorded.path("number").asInt();
        StubRepository repository = stub.repository(recorded.path("repository").asText());
        ObjectNode json = recorded.deepCopy();
        json.put("html_url", recorded.path("url").asText());
        json.putObject("user").put("login", recorded.path("author").asText());
        if (pull) {
            pull(repository, number, json.put("merged", recorded.path("merged").asBoolean()));
        } else {
            repository.issues.put(number, json);
        }
        for (JsonNode said : recorded.path("comments")) {
            ObjectNode comment = StubRepository.said(
                    said.path("author").asText(), said.path("body").asText(""));
            switch (said.path("kind").asText()) {
                case "review" -> list(repository.reviews, "" + number).add(comment.put("state", "COMMENTED"));
                case "review_comment" ->
                    list(repository.reviewComments, "" + number).add(comment);
                default -> list(repository.comments, "" + number).add(comment);
            }
        }
        expect(pull, repository, number);
    }

    private void issue(JsonNode recorded) {
        Matcher of = THREAD.matcher(recorded.path("html_url").asText());
        if (!of.find()) {
            return;
        }
        StubRepository repository = stub.repository(of.group(1));
        int number = Integer.parseInt(of.group(2));
        if (recorded.hasNonNull("pull_request")) {
            if (!repository.pulls.containsKey(number)) {
                pull(repository, number, recorded.deepCopy());
            }
        } else {
            repository.issues.putIfAbsent(number, recorded.deepCopy());
        }
        expect(recorded.hasNonNull("pull_request"), repository, number);
    }

    private void pull(JsonNode recorded) {
        Matcher of = THREAD.matcher(recorded.path("html_url").asText());
        if (recorded.has("head") && recorded.has("number") && of.find()) {
            StubRepository repository = stub.repository(of.group(1));
            pull(repository, recorded.path("number").asInt(), recorded.deepCopy());
            expect(true, repository, recorded.path("number").asInt());
        }
    }

    private static void pull(StubRepository repository, int number, ObjectNode json) {
        ObjectNode issue = json.deepCopy();
        issue.putObject("pull_request").put("url", "x");
        repository.issues.put(number, issue);
        repository.pulls.put(number, json);
    }

    private void expect(boolean pull, StubRepository repository, int number) {
        threads.add(
                MemoryRun.key(pull ? ItemKind.PULL_REQUEST : ItemKind.GITHUB_ISSUE, repository.name + "#" + number));
    }

    private void commit(String name, JsonNode recorded) {
        StubRepository repository = stub.repository(name);
        String sha = recorded.path("sha").asText();
        String last = repository.branches.get("main");
        ObjectNode json = recorded.deepCopy();
        // single commits of a history: each on top of the one before
        json.putArray("parents");
        if (last != null && !repository.commits.containsKey(sha)) {
            json.withArray("parents").addObject().put("sha", last);
        }
        if (repository.commits.putIfAbsent(sha, json) == null) {
            repository.branches.put("main", sha);
        }
        commits.add(MemoryRun.key(ItemKind.COMMIT, name + "@" + sha));
    }
}
