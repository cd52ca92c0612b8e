package dev.colophon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands about sources, against a server that answers as the contract says. */
class SourcesCommandsIT {

    @TempDir
    private Path folder;

    @RegisterExtension
    private final Shell shell = new Shell();

    @BeforeEach
    void connect() {
        shell.stack().connected();
        System.setProperty("TOKEN_OF_TEST", "never-shown");
    }

    @AfterEach
    void forgetTheToken() {
        System.clearProperty("TOKEN_OF_TEST");
    }

    @Test
    void connectsASourceAndFollowsItsFirstSync() throws Exception {
        Path key = Files.writeString(folder.resolve("app.pem"), "of nobody\n");

        assertThat(shell.run(
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
                .as(shell::err)
                .isEqualTo(ExitCode.OK);

        assertThat(shell.lines()).containsExactly("3 items captured, 3 unchanged, 1 removed, 1 failed");
        assertThat(shell.err())
                .contains("ok: The repository can be read", "connected Kafka", "signed with shown-once")
                .contains("waits until 2026-11-21T05:01:00Z: the hourly limit of the source")
                .doesNotContain("never-shown");
        assertThat(shell.stack().requests())
                .containsSubsequence(
                        "POST /api/v1/sources/test",
                        "POST /api/v1/projects",
                        "POST /api/v1/sources",
                        "POST /api/v1/sources/s1/sync",
                        "GET /api/v1/sources/s1/runs/r1");
    }

    @Test
    void sendsWhatItWasToldAndNothingElse() throws Exception {
        assertThat(shell.run(
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

        JsonNode sent = shell.stack().connected().last();
        assertThat(sent.at("/config/repositories/0").asText()).isEqualTo("kafka");
        assertThat(sent.at("/config/since").isTextual()).isTrue();
        assertThat(sent.at("/credentials/token").asText()).isEqualTo("never-shown");
        assertThat(sent.path("schedule").asText()).isEqualTo("PT1H");
        assertThat(shell.stack().requests())
                .doesNotContain("POST /api/v1/sources/test", "POST /api/v1/sources/s1/sync");
    }

    @Test
    void connectsNothingThatCannotBeReached() {
        shell.stack().connected().cannotBeReached();

        assertThat(shell.run("sources", "add", "--type=github", "--project=Kafka", "--set=owner=apache"))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(shell.err()).contains("make a new one");
        assertThat(shell.stack().requests()).doesNotContain("POST /api/v1/sources", "POST /api/v1/projects");
        assertThat(shell.run("sources", "test", "kafka")).isEqualTo(ExitCode.FAILURE);
        assertThat(shell.run("sources", "add", "--type=github", "--project=Kafka", "--secret=token=NOT_SET_ANYWHERE"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void failsWithTheRunThatItFollows() throws Exception {
        shell.stack().connected().endsWith("failed");

        assertThat(shell.run("sources", "sync", "Kafka", "--full")).isEqualTo(ExitCode.FAILURE);
        assertThat(shell.err()).contains("the run failed: the token has expired");
        assertThat(shell.stack().connected().last().path("full").asBoolean()).isTrue();
        assertThat(shell.run("sources", "sync", "Kafka", "--no-wait")).isEqualTo(ExitCode.OK);
    }

    @Test
    void showsSourcesAndRunsAsTablesAndAsJson() throws Exception {
        assertThat(shell.run("sources", "list")).as(shell::err).isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).contains("Kafka github 0 6 * * * Europe/Berlin running - 2026-11-22T05:00:00Z s1");
        assertThat(shell.json("sources", "list", "--json").at("/0/name").asText())
                .isEqualTo("Kafka");
        assertThat(shell.json("sources", "show", "s1", "--json")
                        .at("/config/owner")
                        .asText())
                .isEqualTo("apache");

        assertThat(shell.run("sources", "runs", "Kafka")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).contains("2026-11-21T05:00:00Z succeeded 7 3 3 1 1 30 s r1");
        assertThat(shell.run("sources", "runs", "Kafka", "--run", "r1")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).contains("apache/kafka#7 answered 500 https://example.com/7");
        assertThat(shell.json("sources", "runs", "Kafka", "--run", "r1", "--json")
                        .at("/errors/0/url")
                        .asText())
                .isEqualTo("https://example.com/7");
    }

    @Test
    void pausesResumesCancelsAndRemoves() throws Exception {
        assertThat(shell.run("sources", "pause", "Kafka")).as(shell::err).isEqualTo(ExitCode.OK);
        assertThat(shell.run("sources", "list")).isEqualTo(ExitCode.OK);
        assertThat(shell.out()).contains("paused (0 6 * * * Europe/Berlin)");
        assertThat(shell.json("sources", "resume", "Kafka", "--json")
                        .path("paused")
                        .asBoolean())
                .isFalse();
        assertThat(shell.run("sources", "cancel", "Kafka")).isEqualTo(ExitCode.OK);
        assertThat(shell.stack().requests()).last().isEqualTo("POST /api/v1/sources/s1/runs/r1/cancel");
        assertThat(shell.run("sources", "remove", "Kafka")).isEqualTo(ExitCode.OK);
        assertThat(shell.stack().requests()).last().isEqualTo("DELETE /api/v1/sources/s1");
        assertThat(shell.run("sources", "show", "Spark")).isEqualTo(ExitCode.FAILURE);
    }
}
