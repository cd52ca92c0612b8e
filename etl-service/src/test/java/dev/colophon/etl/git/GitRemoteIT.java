package dev.colophon.etl.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.ConnectionReport;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import dev.colophon.web.outbound.OutboundUrls;
import dev.colophon.web.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class GitRemoteIT {

    private static final String SECRET = "s3cret-t0ken";

    @TempDir
    Path folder;

    private Path work;
    private Path mirrors;
    private Git git;
    private GitServer server;

    @BeforeEach
    void serve() throws Exception {
        work = Files.createDirectory(folder.resolve("work"));
        mirrors = folder.resolve("mirrors");
        git = Git.init().setDirectory(work.toFile()).setInitialBranch("trunk").call();
        commit("first", "# Hello");
        commit("second", "# Hello again");
        server = new GitServer(git.getRepository());
    }

    @AfterEach
    void close() {
        server.close();
        git.close();
    }

    @Test
    void readsARepositoryThatAsksForCredentialsAndKeepsThemNowhere() throws Exception {
        server.password = "x-access-token:" + SECRET;
        RecordedRun run = new RecordedRun(connection(SECRET));
        GitConnector connector = connector("100MB", "60s", "127.0.0.1");

        assertThat(connector.test(connection(SECRET)))
                .isEqualTo(ConnectionReport.works("The repository can be read", Map.of("branches", "1")));
        connector.sync(run);

        assertThat(run.of(ItemKind.COMMIT)).extracting(ItemDraft::title).containsExactly("first", "second");
        assertThat(run.of(ItemKind.DOCUMENT)).extracting(ItemDraft::text).containsExactly("# Hello again");
        try (Stream<Path> files = Files.walk(mirrors)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(SECRET)
                            .doesNotContain("127.0.0.1"));
        }
        assertThat(Remote.of(connection(SECRET).config(), connection(SECRET).credentials())
                        .toString())
                .doesNotContain(SECRET);
    }

    @Test
    void followsForcePushesAndBranchesThatCameAndWent() throws Exception {
        RecordedRun run = new RecordedRun(connection(null));
        GitConnector connector = connector("100MB", "60s", "127.0.0.1");
        git.branchCreate().setName("topic").call();
        connector.sync(run);
        git.reset().setMode(ResetCommand.ResetType.HARD).setRef("HEAD~1").call();
        commit("second, anew", "# New");
        connector.sync(run.next());
        assertThat(run.of(ItemKind.COMMIT))
                .extracting(ItemDraft::title)
                .containsExactlyInAnyOrder("first", "second", "second, anew");

        git.branchDelete().setBranchNames("topic").setForce(true).call();
        int before = server.requests.size();
        connector.sync(run.next());

        assertThat(run.of(ItemKind.COMMIT))
                .extracting(ItemDraft::title)
                .containsExactlyInAnyOrder("first", "second, anew");
        assertThat(server.requests.size() - before).isEqualTo(1);
    }

    @Test
    void isNotDisturbedByFilesThatComeAndGoInAMirror() throws Exception {
        RecordedRun run = new RecordedRun(connection(null));
        GitConnector connector = connector("100MB", "60s", "127.0.0.1");
        connector.sync(run);
        Path mirror = onlyMirror();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> churn = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                List<Path> files = IntStream.range(0, 20)
                        .mapToObj(i -> mirror.resolve("passing-" + i))
                        .toList();
                files.forEach(file ->
                        assertThatCode(() -> Files.writeString(file, "x")).doesNotThrowAnyException());
                files.forEach(file -> assertThatCode(() -> Files.delete(file)).doesNotThrowAnyException());
            }
        });

        try {
            for (int i = 0; i < 20; i++) {
                connector.sync(run.next());
            }
        } finally {
            over.set(true);
            churn.join();
        }
        assertThat(new FileBasedConfig(mirror.resolve("config").toFile(), FS.DETECTED))
                .as("garbage would be collected in the background, while the mirror is read")
                .satisfies(FileBasedConfig::load)
                .extracting(
                        config -> config.getInt("gc", "auto", -1), config -> config.getInt("gc", "autoPackLimit", -1))
                .containsExactly(0, 0);
    }

    private Path onlyMirror() throws IOException {
        try (Stream<Path> all = Files.list(mirrors)) {
            return all.toList().get(0);
        }
    }

    @Test
    void saysWhatIsWrongWithARemote() throws Exception {
        server.password = "ada:right";
        assertThat(failure("100MB", "60s", null)).hasMessage("the server asks for credentials");
        assertThat(failure("100MB", "60s", "wrong")).hasMessage("the server refuses the credentials");
        server.password = null;
        server.failing = 404;
        assertThat(failure("100MB", "60s", null))
                .hasMessage("there is no repository at this address, or these credentials do not show it");
        server.failing = 302;
        assertThat(failure("100MB", "60s", null))
                .hasMessage("the server sends to another address: give that one as url");
        server.failing = 503;
        SourceFailure passing = failure("100MB", "60s", null);
        assertThat(passing.retriable()).isTrue();
        assertThat(connector("100MB", "60s", "127.0.0.1").test(connection(null)).detail())
                .isEqualTo("The repository cannot be read: the repository cannot be fetched now");
    }

    @Test
    void boundsWhatAFetchTakes() throws Exception {
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        Files.write(work.resolve("noise"), noise);
        git.add().addFilepattern("noise").call();
        commit("noise", "# x");

        assertThat(failure("100KB", "60s", null)).hasMessage("the repository is larger than 0 MB");
        server.silent = true;
        assertThat(failure("100MB", "1s", null).retriable()).isTrue();
    }

    @Test
    void connectsOnlyWhereItMay() throws Exception {
        GitConnector guarded = connector("100MB", "60s");

        assertThatThrownBy(() -> guarded.sync(new RecordedRun(connection(null))))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContaining("the operator has not allowed");
        assertThat(server.requests).isEmpty();
        GitConnector connector = connector("100MB", "60s", "127.0.0.1", "example.invalid");
        for (String url : List.of(
                "http://example.invalid/x.git",
                "https://user:pw@example.invalid/x.git",
                "ssh://example.invalid/x.git",
                "file:///etc",
                "https://10.0.0.1/x.git",
                "https://example.invalid/x.git?a=b")) {
            assertThatThrownBy(() -> connector.checked(object().put("url", url)))
                    .as(url)
                    .isInstanceOf(ProblemException.class);
        }
        assertThat(connector
                        .checked(object().put("url", "https://example.invalid/x.git"))
                        .path("url")
                        .asText())
                .isEqualTo("https://example.invalid/x.git");
        assertThatThrownBy(() -> connector.checked(
                        object().put("url", "https://example.invalid/x").put("path", "/x")))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> connector.checkedCredentials(object().put("username", "ada")))
                .isInstanceOf(ProblemException.class);
    }

    private SourceFailure failure(String size, String time, @Nullable String password) throws IOException {
        try {
            connector(size, time, "127.0.0.1").sync(new RecordedRun(connection(password)));
        } catch (SourceFailure e) {
            return e;
        }
        throw new AssertionError("the fetch went through");
    }

    private GitConnector connector(String size, String time, String... allowed) {
        MirrorProperties settings = new MirrorProperties(
                mirrors.toString(), DataSize.parse(size), Duration.parse("PT" + time), Duration.ofDays(1));
        OutboundUrls urls = new OutboundUrls(List.of(allowed));
        GitRemotes remotes = new GitRemotes(urls, settings);
        return new GitConnector(
                new GitRepositories(new GitProperties(List.of(), null)),
                new GitMirrors(remotes, settings, Clock.systemUTC()),
                remotes,
                urls);
    }

    private Connection connection(@Nullable String password) {
        JsonNode credentials = password == null ? object() : object().put("password", password);
        return new Connection(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.nameUUIDFromBytes(new byte[] {1}),
                object().put("url", server.url().toString()),
                credentials);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void commit(String message, String readme) throws Exception {
        Files.writeString(work.resolve("README.md"), readme);
        git.add().addFilepattern("README.md").call();
        PersonIdent ada = new PersonIdent("Ada", "ada@example.invalid");
        git.commit().setMessage(message).setAuthor(ada).setCommitter(ada).call();
    }
}
