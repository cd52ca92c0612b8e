package dev.colophon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about sources, against a server that answers as the contract says. */
class SourcesCommandsIT {

    @TempDir
    private Path folder;

    private StubStack stack;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void reachTheStub() throws Exception {
        stack = new StubStack();
        stack.connected();
        System.setProperty("COLOPHON_URL", stack.url());
        System.setProperty("COLOPHON_API_KEY", StubStack.KEY);
        System.setProperty("COLOPHON_PATIENCE", "5");
        System.setProperty("TOKEN_OF_TEST", "never-shown");
    }

    @AfterEach
    void leaveIt() {
        List.of("COLOPHON_URL", "COLOPHON_API_KEY", "COLOPHON_PATIENCE", "TOKEN_OF_TEST")
                .forEach(System::clearProperty);
        stack.close();
    }

    @Test
    void connectsASourceAndFollowsItsFirstSync() throws Exception {
        Path key = Files.writeString(folder.resolve("app.pem"), "of nobody\n");

        assertThat(run(
                        "sources",
                        "add",
                        "--type=github",
                        "--project=Kafka",
                        "--set=owner=apache",
                        "--set=repositories=[\"kafka\"]",
                        "--set=since=2026",
                        "--secret=token=TOKEN_OF_TEST",
                        "--secret-file=private_key=" + key,
                        "--cron=0 6 * * *",
                        "--zone=Europe/Berlin"))
                .as(err::toString)
                .isEqualTo(ExitCode.OK);

        assertThat(lines()).containsExactly("3 items captured, 3 unchanged, 1 removed, 1 failed");
        assertThat(err.toString())
                .contains("ok: The repository can be read", "connected Kafka", "signed with shown-once")
                .contains("waits until 2026-11-21T05:01:00Z: the hourly limit of the source")
                .doesNotContain("never-shown");
        assertThat(stack.requests())
                .containsSubsequence(
                        "POST /api/v1/sources/test",
                        "POST /api/v1/projects",
                        "POST /api/v1/sources",
                        "POST /api/v1/sources/s1/sync",
                        "GET /api/v1/sources/s1/runs/r1");
    }

    @Test
    void sendsWhatItWasToldAndNothingElse() throws Exception {
        assertThat(run(
                        "sources",
                        "add",
                        "--type=github",
                        "--project=Kafka",
                        "--set=repositories=[\"kafka\"]",
                        "--set=since=2026",
                        "--secret=token=TOKEN_OF_TEST",
                        "--every=PT1H",
                        "--no-test",
                        "--no-sync"))
                .isEqualTo(ExitCode.OK);

        JsonNode sent = stack.connected().last();
        assertThat(sent.at("/config/repositories/0").asText()).isEqualTo("kafka");
        assertThat(sent.at("/config/since").isTextual()).isTrue();
        assertThat(sent.at("/credentials/token").asText()).isEqualTo("never-shown");
        assertThat(sent.path("schedule").asText()).isEqualTo("PT1H");
        assertThat(stack.requests()).doesNotContain("POST /api/v1/sources/test", "POST /api/v1/sources/s1/sync");
    }

    @Test
    void connectsNothingThatCannotBeReached() {
        stack.connected().cannotBeReached();

        assertThat(run("sources", "add", "--type=github", "--project=Kafka", "--set=owner=apache"))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("make a new one");
        assertThat(stack.requests()).doesNotContain("POST /api/v1/sources", "POST /api/v1/projects");
        assertThat(run("sources", "test", "kafka")).isEqualTo(ExitCode.FAILURE);
        assertThat(run("sources", "add", "--type=github", "--project=Kafka", "--secret=token=NOT_SET_ANYWHERE"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void failsWithTheRunThatItFollows() throws Exception {
        stack.connected().endsWith("failed");

        assertThat(run("sources", "sync", "Kafka", "--full")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("the run failed: the token has expired");
        assertThat(stack.connected().last().path("full").asBoolean()).isTrue();
        assertThat(run("sources", "sync", "Kafka", "--no-wait")).isEqualTo(ExitCode.OK);
    }

    @Test
    void showsSourcesAndRunsAsTablesAndAsJson() throws Exception {
        assertThat(run("sources", "list")).as(err::toString).isEqualTo(ExitCode.OK);
        assertThat(lines()).contains("Kafka github 0 6 * * * Europe/Berlin running - 2026-11-22T05:00:00Z s1");
        assertThat(json("sources", "list", "--json").at("/0/name").asText()).isEqualTo("Kafka");
        assertThat(json("sources", "show", "s1", "--json").at("/config/owner").asText())
                .isEqualTo("apache");

        assertThat(run("sources", "runs", "Kafka")).isEqualTo(ExitCode.OK);
        assertThat(lines()).contains("2026-11-21T05:00:00Z succeeded 7 3 3 1 1 30 s r1");
        assertThat(run("sources", "runs", "Kafka", "--run", "r1")).isEqualTo(ExitCode.OK);
        assertThat(lines()).contains("apache/kafka#7 answered 500 https://example.com/7");
        assertThat(json("sources", "runs", "Kafka", "--run", "r1", "--json")
                        .at("/errors/0/url")
                        .asText())
                .isEqualTo("https://example.com/7");
    }

    @Test
    void pausesResumesCancelsAndRemoves() throws Exception {
        assertThat(run("sources", "pause", "Kafka")).as(err::toString).isEqualTo(ExitCode.OK);
        assertThat(run("sources", "list")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("paused (0 6 * * * Europe/Berlin)");
        assertThat(json("sources", "resume", "Kafka", "--json").path("paused").asBoolean())
                .isFalse();
        assertThat(run("sources", "cancel", "Kafka")).isEqualTo(ExitCode.OK);
        assertThat(stack.requests()).last().isEqualTo("POST /api/v1/sources/s1/runs/r1/cancel");
        assertThat(run("sources", "remove", "Kafka")).isEqualTo(ExitCode.OK);
        assertThat(stack.requests()).last().isEqualTo("DELETE /api/v1/sources/s1");
        assertThat(run("sources", "show", "Spark")).isEqualTo(ExitCode.FAILURE);
    }

    private List<String> lines() {
        return out.toString().lines().map(line -> line.replaceAll(" +", " ")).toList();
    }

    private JsonNode json(String... arguments) throws Exception {
        assertThat(run(arguments)).as(err::toString).isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(out.toString());
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Colophon.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(arguments);
    }
}
