package dev.colophon.etl.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.ConnectionReport;
import dev.colophon.etl.connector.RemoteHttp;
import dev.colophon.etl.connector.RemoteProperties;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.github.api.GitHubClients;
import dev.colophon.etl.github.api.GitHubProperties;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.webhook.WebhookChanges;
import dev.colophon.events.item.ItemKind;
import dev.colophon.web.outbound.OutboundUrls;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** The connector against a GitHub that behaves like the real one, its moods included. */
class GitHubConnectorIT {

    private static final String NAME = "octo/repo";

    private final TestClock clock = new TestClock(Instant.now());
    private final GitHubProperties settings = new GitHubProperties(
            "2022-11-28", 4, 10_000, Duration.ofMinutes(5), Duration.ofSeconds(60), 5, Duration.ofMinutes(70), 5, 100);
    private final RemoteHttp http = new RemoteHttp(
            new OutboundUrls(List.of("127.0.0.1")),
            new RemoteProperties(
                    Duration.ofSeconds(5), Duration.ofSeconds(20), DataSize.ofMegabytes(32), 4, Duration.ofMillis(1)));
    private final GitHubClients clients = new GitHubClients(http, settings, clock);
    private final GitHubConnector connector = new GitHubConnector(clients, settings, clock);
    private GitHubStub stub;
    private StubRepository repository;
    private MemoryRun run;

    @BeforeEach
    void open() throws Exception {
        stub = new GitHubStub();
        repository = stub.repository(NAME);
        run = run(config(), "{\"token\":\"secret-token\",\"webhook_secret\":\"s\"}");
    }

    @AfterEach
    void close() {
        stub.close();
    }

    private ObjectNode config() {
        ObjectNode config = StubRepository.JSON
                .createObjectNode()
                .put("base_url", stub.base().toString());
        config.putArray("repositories").add(NAME);
        return config;
    }

    private MemoryRun run(ObjectNode config, String credentials) throws Exception {
        return new MemoryRun(
                new Connection(
                        new UUID(1, 1),
                        new UUID(2, 2),
                        new UUID(3, 3),
                        connector.checked(config),
                        connector.checkedCredentials(StubRepository.JSON.readTree(credentials))),
                clock);
    }

    /** A minute apart. */
    private void issues(int count) {
        for (int number = 1; number <= count; number++) {
            repository.issue(
                    number,
                    Instant.parse("2026-01-01T00:00:00Z")
                            .plusSeconds(60L * number)
                            .toString());
        }
    }

    private void commits(int count) {
        String parent = null;
        for (int i = 1; i <= count; i++) {
            String date = Instant.parse("2026-02-01T00:00:00Z").plusSeconds(i).toString();
            parent = parent == null ? repository.commit("c" + i, date) : repository.commit("c" + i, date, parent);
        }
        repository.branches.put("main", parent);
    }

    @Test
    void readsAMixedRepositoryWithItsDetails() throws Exception {
        repository
                .issue(1, "2026-01-02T00:00:00Z")
                .withArray("labels")
                .addObject()
                .put("name", "bug");
        repository.comment(1, "bob", "Seen **here** too, see [the log](https://example.invalid/log)");
        ObjectNode pull = repository.pull(2, "2026-01-03T00:00:00Z").put("merged", true);
        pull.put("merged_at", "2026-01-03T00:00:00Z").put("state", "closed");
        repository.review(2, "carol", "APPROVED", "");
        repository.reviewComment(2, "dan", "src/A.java", "Why `null`?");
        commits(3);

        connector.sync(run);

        assertThat(run.finished).isTrue();
        assertThat(run.items).hasSize(5);
        assertThat(run.item(ItemKind.GITHUB_ISSUE, "octo/repo#1").text())
                .isEqualTo("What is wrong with 1\n\nState: open\nLabels: bug\n\n"
                        + "Comment by bob: Seen here too, see the log (https://example.invalid/log)");
        assertThat(run.item(ItemKind.GITHUB_ISSUE, "octo/repo#1").version())
                .isEqualTo(Instant.parse("2026-01-02T00:00:00Z").toEpochMilli());
        assertThat(run.item(ItemKind.PULL_REQUEST, "octo/repo#2").text())
                .isEqualTo("What 2 mends\n\nState: merged\n\nReview by carol (approved)\n\n"
                        + "Review comment by dan (src/A.java): Why `null`?");
        assertThat(run.item(ItemKind.PULL_REQUEST, "octo/repo#2").attributes())
                .containsEntry("additions", "10")
                .containsEntry("files_changed", "3")
                .containsEntry("state", "merged");
        assertThat(run.item(ItemKind.COMMIT, "octo/repo@c2").text())
                .isEqualTo("Because of reasons.\n\nFiles: src/c2.java\n1 file changed, 5 additions, 1 deletion");
        // repository, list of threads, comments of 1, pull request 2 with reviews and review comments, list of commits
        // and three commits, webhooks
        assertThat(stub.calls).hasSize(11);
        assertThat(stub.calls)
                .allMatch(call -> "Bearer secret-token".equals(call.headers().get("authorization")));
    }

    @Test
    void asksForNothingAgainWhereNothingChanged() throws Exception {
        issues(3);
        commits(2);
        connector.sync(run);
        connector.sync(run.next(false));
        stub.calls.clear();

        connector.sync(run.next(false));

        assertThat(run.finished).isTrue();
        assertThat(run.items).hasSize(5);
        assertThat(stub.calls).hasSize(3).allMatch(call -> call.status() == 304);
    }

    @Test
    void readsOnlyWhatChangedSince() throws Exception {
        issues(250);
        commits(120);
        connector.sync(run);
        stub.calls.clear();

        repository.issue(7, "2026-03-01T00:00:00Z").put("title", "Changed");
        repository.issue(251, "2026-03-01T00:00:01Z");
        repository.commit("c121", "2026-03-01T00:00:00Z", "c120");
        repository.branches.put("main", "c121");
        connector.sync(run.next(false));

        assertThat(run.item(ItemKind.GITHUB_ISSUE, "octo/repo#7").title()).isEqualTo("Changed");
        assertThat(run.items).hasSize(251 + 121);
        assertThat(run.versions.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(251 + 121 + 1);
        // repository, threads, commits, one commit: those before and in the overlap are known
        assertThat(stub.calls).hasSize(4);
        assertThat(stub.count("since=")).isEqualTo(1);
    }

    @Test
    void followsLinksBeyondThePagesThatMayBeNumbered() throws Exception {
        stub.pageSize = 10;
        issues(143);

        connector.sync(run);

        assertThat(run.count(ItemKind.GITHUB_ISSUE)).isEqualTo(143);
        assertThat(stub.calls).noneMatch(call -> call.status() == 422);
        assertThat(stub.calls.stream().filter(call -> call.is("/issues?"))).hasSize(15);
        assertThat(stub.calls.stream().filter(call -> call.is("after=pos"))).hasSize(5);
    }

    @Test
    void readsAListAgainThatMovedUnderItAndLosesNothing() throws Exception {
        stub.pageSize = 10;
        issues(35);
        // the first page is read; one of its threads changes, so that the first of the second page slips onto the first
        stub.afterPages.add(() -> repository.issue(3, "2026-04-01T00:00:00Z").put("title", "Moved"));

        connector.sync(run);

        assertThat(run.count(ItemKind.GITHUB_ISSUE)).isEqualTo(35);
        assertThat(run.item(ItemKind.GITHUB_ISSUE, "octo/repo#3").title()).isEqualTo("Moved");
    }

    @Test
    void waitsAtLeastAMinuteAndLongerEachTimeWhereGitHubDoesNotSayHowLong() throws Exception {
        issues(5);
        String message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again";
        for (int i = 0; i < 3; i++) {
            stub.failOnce("/issues?", 403, message, Map.of("X-RateLimit-Remaining", "4000"));
        }

        connector.sync(run);

        assertThat(run.waits).containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofSeconds(240));
        assertThat(run.reasons).containsOnly("GitHub's secondary rate limit");
        assertThat(run.count(ItemKind.GITHUB_ISSUE)).isEqualTo(5);
    }

    @Test
    void givesUpForNowAndRecordsNoEmptyFeedWhereTheLimitStays() throws Exception {
        issues(5);
        connector.sync(run);
        String cursor = run.cursor.toString();
        repository.issue(6, "2026-05-01T00:00:00Z");
        for (int i = 0; i < 6; i++) {
            stub.failOnce("/issues?", 429, "secondary rate limit", Map.of());
        }

        assertThatThrownBy(() -> connector.sync(run.next(false)))
                .isInstanceOfSatisfying(SourceFailure.class, failure -> {
                    assertThat(failure.retriable()).isTrue();
                    assertThat(failure.retryAfter()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
                });

        assertThat(run.finished).isFalse();
        assertThat(run.cursor).hasToString(cursor);
        assertThat(run.waits).hasSize(5);
        connector.sync(run.next(false));
        assertThat(run.count(ItemKind.GITHUB_ISSUE)).isEqualTo(6);
    }

    @Test
    void waitsForTheResetInTheMiddleOfDetailsAndAsksForNoneTwice() throws Exception {
        for (int number = 1; number <= 6; number++) {
            repository.pull(number, "2026-01-01T00:00:0" + number + "Z");
            repository.comment(number, "bob", "Yes");
        }
        String reset = String.valueOf(Instant.now().plusSeconds(600).getEpochSecond());
        stub.failOnce(
                "/issues/4/comments",
                403,
                "API rate limit exceeded for user ID 1.",
                Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset));

        connector.sync(run);

        assertThat(run.waits).hasSize(1);
        assertThat(run.waits.get(0)).isBetween(Duration.ofSeconds(590), Duration.ofSeconds(610));
        assertThat(run.count(ItemKind.PULL_REQUEST)).isEqualTo(6);
        assertThat(run.failures).isEmpty();
        assertThat(stub.count("/pulls/4/reviews")).isEqualTo(1);
        // each of them once but for the call that was refused
        assertThat(stub.calls.stream().filter(call -> call.is("/pulls/") || call.is("/comments")))
                .hasSize(6 * 3 + 1);
    }

    @Test
    void outlivesABadGatewayInTheMiddle() throws Exception {
        stub.pageSize = 10;
        issues(35);
        stub.failOnce("page=3", 502, "", Map.of());
        stub.failOnce("page=3", 502, "", Map.of());

        connector.sync(run);

        assertThat(run.count(ItemKind.GITHUB_ISSUE)).isEqualTo(35);
        assertThat(stub.calls.stream().filter(call -> call.is("/issues?"))).hasSize(6);
    }

    @Test
    void goesOnAtTheCheckpointWhereTheServerStaysAway() throws Exception {
        stub.pageSize = 10;
        issues(35);
        for (int i = 0; i < 4; i++) {
            stub.failOnce("page=3", 502, "", Map.of());
        }
        assertThatThrownBy(() -> connector.sync(run))
                .isInstanceOfSatisfying(SourceFailure.class, failure -> assertThat(failure.retriable())
                        .isTrue());
        assertThat(run.count(ItemKind.GITHUB_ISSUE)).isEqualTo(20);
        stub.calls.clear();

        connector.sync(run);

        assertThat(run.count(ItemKind.GITHUB_ISSUE)).isEqualTo(35);
        assertThat(run.unchanged).isZero();
        assertThat(stub.calls.stream().filter(call -> call.is("/issues?"))).hasSize(2);
    }

    @Test
    void endsWithAnErrorWhereALinkLeadsBack() throws Exception {
        issues(5);
        stub.nextLink = "<" + stub.base() + "/repositories/" + repository.id + "/issues?page=2>; rel=\"next\"";

        assertThatThrownBy(() -> connector.sync(run))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContaining("leads back");
        assertThat(run.finished).isFalse();
    }

    @Test
    void followsNoLinkToAnotherHost() throws Exception {
        issues(5);
        stub.nextLink = "<http://169.254.169.254/latest/meta-data?page=2>; rel=\"next\"";

        assertThatThrownBy(() -> connector.sync(run))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContaining("another host");
    }

    @Test
    void losesNothingWhereItDiesAtAnyMoment() throws Exception {
        stub.pageSize = 10;
        issues(45);
        repository.pull(46, "2026-01-05T00:00:00Z");
        commits(230);
        int crashes = 0;
        for (int captures = 0; !run.finished; captures = (captures + 1) % 3) {
            run.crashAfterCaptures = captures + 1;
            try {
                connector.sync(run);
            } catch (MemoryRun.CrashException e) {
                crashes++;
            }
        }

        assertThat(crashes).isGreaterThan(2);
        assertThat(run.items).hasSize(46 + 230);
        assertThat(run.versions.values()).containsOnly(1);
    }

    @Test
    void findsDeletionsInAFullRun() throws Exception {
        issues(20);
        commits(5);
        connector.sync(run);
        repository.issues.remove(4);
        repository.commit("c5b", "2026-02-01T00:00:09Z", "c4");
        repository.branches.put("main", "c5b");

        connector.sync(run.next(false));
        assertThat(run.count(ItemKind.GITHUB_ISSUE)).isEqualTo(20);
        assertThat(run.count(ItemKind.COMMIT)).isEqualTo(6);

        connector.sync(run.next(true));
        assertThat(run.count(ItemKind.GITHUB_ISSUE)).isEqualTo(19);
        assertThat(run.count(ItemKind.COMMIT)).isEqualTo(5);
        assertThat(run.item(ItemKind.COMMIT, "octo/repo@c5")).isNull();
    }

    @Test
    void removesNothingInAFullRunThatCouldNotReadEverything() throws Exception {
        ObjectNode config = config();
        config.withArray("repositories").add("octo/other");
        stub.repository("octo/other").issue(1, "2026-01-01T00:00:00Z");
        run = run(config, "{\"token\":\"secret-token\"}");
        issues(3);
        connector.sync(run);
        assertThat(run.items).hasSize(4);
        stub.repositories.remove("octo/other");

        connector.sync(run.next(true));

        assertThat(run.finished).isTrue();
        assertThat(run.items).hasSize(4);
        assertThat(run.failures).singleElement().asString().startsWith("octo/other: /repos/octo/other is not there");
    }

    @Test
    void readsWhatAMergeBringsInHoweverOldItIs() throws Exception {
        repository.commit("a", "2026-01-01T00:00:00Z");
        repository.commit("b", "2026-01-02T00:00:00Z", "a");
        for (int i = 0; i < 150; i++) {
            repository.commit(
                    "m" + i,
                    Instant.parse("2026-01-05T00:00:00Z").plusSeconds(i).toString(),
                    i == 0 ? "b" : "m" + (i - 1));
        }
        repository.branches.put("main", "m149");
        connector.sync(run);
        assertThat(run.count(ItemKind.COMMIT)).isEqualTo(152);
        stub.calls.clear();

        repository.commit("side1", "2026-01-03T00:00:00Z", "b");
        repository.commit("side2", "2026-01-04T00:00:00Z", "side1");
        repository.commit("merge", "2026-01-06T00:00:00Z", "m149", "side2");
        repository.branches.put("main", "merge");
        connector.sync(run.next(false));

        assertThat(run.count(ItemKind.COMMIT)).isEqualTo(155);
        assertThat(stub.count("/commits/side")).isEqualTo(2);
        assertThat(stub.count("/commits/m")).isZero();
    }

    @Test
    void readsBehindARewrittenHistoryOnlyWhatIsNew() throws Exception {
        commits(300);
        connector.sync(run);
        repository.commit("new1", "2026-03-01T00:00:00Z", "c150");
        for (int i = 2; i <= 120; i++) {
            repository.commit(
                    "new" + i,
                    Instant.parse("2026-03-01T00:00:00Z").plusSeconds(i).toString(),
                    "new" + (i - 1));
        }
        repository.branches.put("main", "new120");
        stub.calls.clear();

        connector.sync(run.next(false));

        assertThat(run.count(ItemKind.COMMIT)).isEqualTo(420);
        assertThat(stub.count("/compare/")).isEqualTo(1);
        assertThat(stub.count("/commits/")).isEqualTo(120);
    }

    @Test
    void readsSeveralBranchesOnce() throws Exception {
        ObjectNode config = config();
        config.putArray("branches").add("*");
        config.putArray("include").add("commits");
        run = run(config, "{}");
        stub.token = null;
        commits(5);
        repository.commit("f1", "2026-02-02T00:00:00Z", "c3");
        repository.branches.put("feature/ä", "f1");

        connector.sync(run);
        assertThat(run.count(ItemKind.COMMIT)).isEqualTo(6);
        assertThat(stub.count("/commits/")).isEqualTo(6);
        stub.calls.clear();

        connector.sync(run.next(false));
        assertThat(stub.calls)
                .extracting(GitHubStub.Call::target)
                .containsExactly("/repos/octo/repo", "/repos/octo/repo/branches?per_page=100");

        stub.calls.clear();
        connector.sync(run.next(true));
        assertThat(stub.count("/commits/")).as("also in a full run").isEqualTo(6);
        assertThat(run.count(ItemKind.COMMIT)).isEqualTo(6);
    }

    @Test
    void hearsOfAPushAndOfACommentWhatARunWouldFind() throws Exception {
        repository.issue(1, "2026-01-02T00:00:00Z");
        repository.comment(1, "bob", "Me too");
        repository.pull(2, "2026-01-03T00:00:00Z");
        repository.reviewComment(2, "dan", "src/A.java", "Why?");
        commits(2);
        connector.sync(run);
        GitHubWebhooks webhooks = new GitHubWebhooks(clients, settings);
        ObjectNode body = StubRepository.JSON
                .createObjectNode()
                .put("ref", "refs/heads/main")
                .put("action", "created");
        body.set("repository", repository.json());
        body.putArray("commits").addObject().put("id", "c1".repeat(20));
        repository.commits.put("c1".repeat(20), repository.commits.get("c1"));
        body.set("issue", repository.shown(repository.issues.get(1)));
        body.set("pull_request", repository.pulls.get(2).deepCopy().without(List.of("additions", "deletions")));

        assertThat(heard(webhooks, "push", body)).containsExactly(run.item(ItemKind.COMMIT, "octo/repo@c1"));
        assertThat(heard(webhooks, "issue_comment", body))
                .containsExactly(run.item(ItemKind.GITHUB_ISSUE, "octo/repo#1"));
        assertThat(heard(webhooks, "pull_request_review_comment", body))
                .containsExactly(run.item(ItemKind.PULL_REQUEST, "octo/repo#2"));
        assertThat(heard(webhooks, "push", body.deepCopy().put("ref", "refs/heads/other")))
                .isEmpty();
        assertThat(heard(webhooks, "push", body.deepCopy().put("ref", "refs/tags/main")))
                .isEmpty();
        repository.pulls.remove(2);
        assertThat(webhooks.read(run.connection(), Map.of("x-github-event", "pull_request_review"), bytes(body))
                        .removals())
                .containsExactly(new WebhookChanges.Removal(ItemKind.PULL_REQUEST, "octo/repo#2"));
        stub.failOnce("/comments", 403, "You have exceeded a secondary rate limit", Map.of());
        assertThatThrownBy(() -> heard(webhooks, "issue_comment", body))
                .isInstanceOfSatisfying(SourceFailure.class, failure -> assertThat(failure.retryAfter())
                        .isEqualTo(Duration.ofSeconds(60)));
    }

    private List<ItemDraft> heard(GitHubWebhooks webhooks, String event, ObjectNode body) throws Exception {
        return webhooks.read(run.connection(), Map.of("x-github-event", event), bytes(body))
                .items();
    }

    private static byte[] bytes(ObjectNode body) throws Exception {
        return StubRepository.JSON.writeValueAsBytes(body);
    }

    @Test
    void takesAnEmptyRepositoryAsOne() throws Exception {
        connector.sync(run);

        assertThat(run.finished).isTrue();
        assertThat(run.failures).isEmpty();
        assertThat(stub.calls).anyMatch(call -> call.status() == 409);
    }

    @Test
    void readsPullRequestsWhereIssuesAreTurnedOff() throws Exception {
        repository.issuesDisabled = true;
        repository.pull(1, "2026-01-01T00:00:00Z");
        repository.pull(2, "2026-01-02T00:00:00Z");
        connector.sync(run);
        assertThat(run.count(ItemKind.PULL_REQUEST)).isEqualTo(2);
        stub.calls.clear();

        repository.pull(3, "2026-01-03T00:00:00Z");
        connector.sync(run.next(false));
        assertThat(run.count(ItemKind.PULL_REQUEST)).isEqualTo(3);
        assertThat(stub.count("/pulls/3")).isEqualTo(2);
        assertThat(stub.count("/pulls/1")).isZero();
    }

    @Test
    void movesItemsOverToARepositorysNewName() throws Exception {
        issues(3);
        commits(2);
        connector.sync(run);
        stub.repositories.remove(NAME);
        repository.name = "octo/renamed";
        stub.repositories.put("octo/renamed", repository);
        stub.renamed.put(NAME, "octo/renamed");

        connector.sync(run.next(false));

        assertThat(run.items).hasSize(5);
        assertThat(run.item(ItemKind.GITHUB_ISSUE, "octo/renamed#2")).isNotNull();
        assertThat(run.item(ItemKind.COMMIT, "octo/renamed@c1")).isNotNull();
        ConnectionReport report = connector.test(run.connection());
        assertThat(report.ok()).isTrue();
        assertThat(report.facts()).containsEntry("renamed octo/repo", "octo/renamed");
    }

    @Test
    void triesAgainWhatCouldNotBeReadBefore() throws Exception {
        issues(3);
        repository.comment(2, "bob", "Hm");
        for (int i = 0; i < 4; i++) {
            stub.failOnce("/issues/2/comments", 500, "Server Error", Map.of());
        }
        connector.sync(run);
        assertThat(run.finished).isTrue();
        assertThat(run.count(ItemKind.GITHUB_ISSUE)).isEqualTo(2);
        assertThat(run.failures).singleElement().asString().startsWith("octo/repo#2: GitHub answered 500");

        stub.faults.clear();
        connector.sync(run.next(false));
        assertThat(run.count(ItemKind.GITHUB_ISSUE)).isEqualTo(3);
        stub.calls.clear();
        connector.sync(run.next(false));
        assertThat(stub.count("/issues/2")).isZero();
    }

    @Test
    void readsAWholeOrganisation() throws Exception {
        ObjectNode config = StubRepository.JSON
                .createObjectNode()
                .put("base_url", stub.base() + "/")
                .put("organization", "octo");
        run = run(config, "{\"token\":\"secret-token\"}");
        stub.pageSize = 2;
        for (int i = 1; i <= 5; i++) {
            stub.repository("octo/r" + i).issue(1, "2026-01-01T00:00:00Z");
        }
        stub.repository("other/r1").issue(1, "2026-01-01T00:00:00Z");

        connector.sync(run);

        assertThat(run.count(ItemKind.GITHUB_ISSUE)).isEqualTo(5);
    }

    @Test
    void getsAndRenewsTokensAsAnApp() throws Exception {
        run = run(config(), app("").toString());
        issues(3);
        stub.tokenEnds = clock.instant().plus(Duration.ofHours(1));

        connector.sync(run);
        connector.sync(run.next(false));
        assertThat(stub.proofs).hasSize(1);
        assertThat(stub.proofs.get(0).split("\\.")).hasSize(3);
        assertThat(new String(Base64.getUrlDecoder().decode(stub.proofs.get(0).split("\\.")[1])))
                .contains("\"iss\":\"12345\"");

        clock.advance(Duration.ofMinutes(56));
        stub.tokenEnds = clock.instant().plus(Duration.ofHours(1));
        connector.sync(run.next(false));
        assertThat(stub.proofs).hasSize(2);

        stub.token = "revoked meanwhile";
        connector.sync(run.next(false));
        assertThat(stub.proofs).hasSize(3);
        assertThat(run.finished).isTrue();
    }

    @Test
    void saysWhatIsWrongWithAConnection() throws Exception {
        assertThat(connector.test(run.connection()).detail()).isEqualTo("GitHub lets octo/repo be read");
        assertThat(connector
                        .test(run(config(), "{\"token\":\"wrong\"}").connection())
                        .detail())
                .isEqualTo("GitHub does not accept the credentials: Bad credentials");
        ObjectNode absent = config();
        absent.putArray("repositories").add("octo/absent");
        assertThat(connector
                        .test(run(absent, "{\"token\":\"secret-token\"}").connection())
                        .detail())
                .isEqualTo("/repos/octo/absent is not there, or the credentials may not see it");
        assertThatThrownBy(() -> connector.sync(run(config(), "{\"token\":\"wrong\"}")))
                .isInstanceOfSatisfying(SourceFailure.class, failure -> assertThat(failure.retriable())
                        .isFalse());
        ObjectNode nowhere = config().put("base_url", "http://127.0.0.1:1");
        assertThat(connector.test(run(nowhere, "{}").connection()).detail()).contains("cannot be reached");
    }

    @Test
    void asksForFailedDeliveriesAgainOnceAnHour() throws Exception {
        ObjectNode hook = StubRepository.JSON.createObjectNode().put("id", 77);
        hook.putObject("config")
                .put("url", "https://colophon.example.invalid/api/v1/webhooks/github/" + new UUID(3, 3));
        repository.hooks.add(hook);
        repository.hooks.add(StubRepository.JSON.createObjectNode().put("id", 78));
        delivery(5, "g3", 502, Duration.ofMinutes(1));
        delivery(4, "g2", 200, Duration.ofMinutes(2));
        delivery(3, "g2", 0, Duration.ofMinutes(3));
        delivery(2, "g1", 200, Duration.ofMinutes(4));
        delivery(1, "g0", 502, Duration.ofDays(4));

        connector.sync(run);
        connector.sync(run.next(false));

        assertThat(stub.calls.stream().filter(call -> call.method().equals("POST")))
                .extracting(GitHubStub.Call::target)
                .containsExactly("/repos/octo/repo/hooks/77/deliveries/5/attempts");

        clock.advance(Duration.ofMinutes(61));
        connector.sync(run.next(false));
        assertThat(stub.calls.stream().filter(call -> call.method().equals("POST")))
                .hasSize(2);
    }

    @Test
    void asksForFailedDeliveriesOfTheAppItselfAgain() throws Exception {
        run = run(config(), app("the secret of the app's webhook").toString());
        stub.tokenEnds = clock.instant().plus(Duration.ofHours(1));
        stub.appHookUrl = "https://colophon.example.invalid/api/v1/webhooks/github/" + new UUID(3, 3);
        stub.appDeliveries.add(attempt(9, "g9", 504, Duration.ofMinutes(1)));
        stub.appDeliveries.add(attempt(8, "g8", 202, Duration.ofMinutes(2)));

        connector.sync(run);

        assertThat(again()).containsExactly("/app/hook/deliveries/9/attempts");
        assertThat(run.finished).isTrue();
    }

    @Test
    void leavesDeliveriesAloneThatTheAppMakesToOthers() throws Exception {
        run = run(config(), app("the secret of the app's webhook").toString());
        stub.tokenEnds = clock.instant().plus(Duration.ofHours(1));
        stub.appHookUrl = "https://elsewhere.example.invalid/hook";
        stub.appDeliveries.add(attempt(9, "g9", 504, Duration.ofMinutes(1)));

        connector.sync(run);
        stub.appHookUrl = null;
        clock.advance(Duration.ofDays(1));
        stub.tokenEnds = clock.instant().plus(Duration.ofHours(1));
        connector.sync(run.next(false));

        assertThat(again()).isEmpty();
        assertThat(run.finished).isTrue();
    }

    private List<String> again() {
        return stub.calls.stream()
                .filter(call -> call.method().equals("POST") && call.target().endsWith("/attempts"))
                .map(GitHubStub.Call::target)
                .toList();
    }

    private static ObjectNode app(String webhookSecret) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String key = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        ObjectNode credentials = StubRepository.JSON
                .createObjectNode()
                .put("app_id", 12345)
                .put("installation_id", 678)
                .put("private_key", key);
        return webhookSecret.isEmpty() ? credentials : credentials.put("webhook_secret", webhookSecret);
    }

    private void delivery(long id, String guid, int status, Duration ago) {
        repository.deliveries.add(attempt(id, guid, status, ago));
    }

    private ObjectNode attempt(long id, String guid, int status, Duration ago) {
        return StubRepository.JSON
                .createObjectNode()
                .put("id", id)
                .put("guid", guid)
                .put("status_code", status)
                .put("delivered_at", clock.instant().minus(ago).toString());
    }
}
