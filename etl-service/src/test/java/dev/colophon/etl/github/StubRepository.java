package dev.colophon.etl.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A repository of the stub: threads by number, commits by hash, in the shapes of GitHub's API. */
final class StubRepository {

    static final JsonMapper JSON = new JsonMapper();

    final long id;
    String name;
    String defaultBranch = "main";
    boolean issuesDisabled;
    final Map<Integer, ObjectNode> issues = new TreeMap<>();
    final Map<Integer, ObjectNode> pulls = new TreeMap<>();
    final Map<Integer, List<JsonNode>> comments = new TreeMap<>();
    final Map<Integer, List<JsonNode>> reviews = new TreeMap<>();
    final Map<Integer, List<JsonNode>> reviewComments = new TreeMap<>();
    final Map<String, ObjectNode> commits = new LinkedHashMap<>();
    final Map<String, String> branches = new LinkedHashMap<>();
    final List<ObjectNode> hooks = new ArrayList<>();
    final List<ObjectNode> deliveries = new ArrayList<>();

    StubRepository(long id, String name) {
        this.id = id;
        this.name = name;
    }

    ObjectNode json() {
        return JSON.createObjectNode()
                .put("id", id)
                .put("full_name", name)
                .put("default_branch", defaultBranch)
                .put("fork", false);
    }

    /** An issue, or the issue's side of a pull request. */
    ObjectNode thread(int number, String title, String body, String updated) {
        ObjectNode issue = JSON.createObjectNode()
                .put("number", number)
                .put("title", title)
                .put("body", body)
                .put("state", "open")
                .put("created_at", "2026-01-01T00:00:00Z")
                .put("updated_at", updated)
                .put("html_url", "https://github.example.invalid/" + name + "/issues/" + number)
                .put("repository_url", "https://github.example.invalid/api/v3/repos/" + name);
        issue.putObject("user").put("login", "ada");
        issue.putArray("labels");
        return issue;
    }

    ObjectNode issue(int number, String updated) {
        ObjectNode issue = thread(number, "Issue " + number, "What is wrong with " + number, updated);
        issues.put(number, issue);
        return issue;
    }

    ObjectNode pull(int number, String updated) {
        ObjectNode issue = thread(number, "Pull request " + number, "What " + number + " mends", updated);
        issue.putObject("pull_request").put("url", "x");
        issues.put(number, issue);
        ObjectNode pull = thread(number, "Pull request " + number, "What " + number + " mends", updated)
                .put("additions", 10)
                .put("deletions", 2)
                .put("changed_files", 3)
                .put("commits", 1)
                .put("merged", false);
        pull.putObject("base").put("ref", "main");
        pulls.put(number, pull);
        return pull;
    }

    void comment(int number, String author, String body) {
        comments.computeIfAbsent(number, key -> new ArrayList<>()).add(said(author, body));
    }

    void review(int number, String author, String state, String body) {
        reviews.computeIfAbsent(number, key -> new ArrayList<>())
                .add(said(author, body).put("state", state));
    }

    void reviewComment(int number, String author, String path, String body) {
        reviewComments
                .computeIfAbsent(number, key -> new ArrayList<>())
                .add(said(author, body).put("path", path));
    }

    static ObjectNode said(String author, String body) {
        ObjectNode said = JSON.createObjectNode().put("body", body);
        said.putObject("user").put("login", author);
        return said;
    }

    /** A commit on top of others; its date decides where it stands in lists. */
    String commit(String sha, String date, String... parents) {
        ObjectNode json =
                JSON.createObjectNode().put("sha", sha).put("html_url", "https://github.example.invalid/c/" + sha);
        ObjectNode commit = json.putObject("commit").put("message", "Change " + sha + "\n\nBecause of reasons.");
        commit.putObject("author").put("name", "Ada").put("date", date);
        commit.putObject("committer").put("name", "Ada").put("date", date);
        ArrayNode listed = json.putArray("parents");
        for (String parent : parents) {
            listed.addObject().put("sha", parent);
        }
        json.putObject("stats").put("additions", 5).put("deletions", 1).put("total", 6);
        json.putArray("files")
                .addObject()
                .put("filename", "src/" + sha + ".java")
                .put("status", "modified");
        commits.put(sha, json);
        return sha;
    }

    /** As lists show an issue: with the counts of what there is. */
    ObjectNode shown(ObjectNode thread) {
        int number = thread.path("number").asInt();
        return thread.deepCopy()
                .put("comments", comments.getOrDefault(number, List.of()).size());
    }

    ObjectNode shownPull(int number) {
        return shown(pulls.get(number))
                .put(
                        "review_comments",
                        reviewComments.getOrDefault(number, List.of()).size());
    }

    /** What a revision reaches, the newest first, as {@code git log} has it: by date. */
    List<JsonNode> history(String revision) {
        String head = branches.getOrDefault(revision, revision);
        Set<String> reached = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(List.of(head));
        while (!open.isEmpty()) {
            String sha = open.remove(open.size() - 1);
            if (commits.containsKey(sha) && reached.add(sha)) {
                commits.get(sha)
                        .path("parents")
                        .forEach(parent -> open.add(parent.path("sha").asText()));
            }
        }
        List<JsonNode> history = new ArrayList<>();
        reached.forEach(sha -> history.add(listed(commits.get(sha))));
        Comparator<JsonNode> byDate = Comparator.comparing(
                commit -> commit.at("/commit/committer/date").asText());
        history.sort(byDate.reversed());
        return history;
    }

    private static ObjectNode listed(ObjectNode commit) {
        ObjectNode listed = commit.deepCopy();
        listed.remove(List.of("files", "stats"));
        return listed;
    }
}
