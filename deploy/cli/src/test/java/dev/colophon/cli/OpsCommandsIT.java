package dev.colophon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands about dead letters, jobs and services, against a server that answers as the contract says. */
class OpsCommandsIT {

    private static final String LETTER = "0198c5c2-7b1e-7000-8000-0000000000d1";

    @TempDir
    private Path directory;

    @RegisterExtension
    private final Shell shell = new Shell();

    @Test
    void listsDeadLettersByTheirCauses() throws Exception {
        shell.ops().isAway("usage");
        assertThat(shell.run("dead-letters", "causes", "--topic", "colophon.projects"))
                .isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(shell.lines())
                .contains("metadata 40 colophon.projects java.lang.IllegalArgumentException 2026-11-21T22:00:00Z"
                        + " 2026-11-21T23:00:00Z no title");
        assertThat(shell.err()).contains("usage-service does not answer");

        assertThat(shell.run("dead-letters", "list", "metadata", "--error", "IllegalArgumentException"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .containsExactly(
                        "SERVICE FAILED TOPIC TYPE ERROR TRIES REDRIVES STATE ID",
                        "metadata 2026-11-21T23:00:00Z colophon.projects dev.colophon.project.created.v1"
                                + " java.lang.IllegalArgumentException 5 1 waiting " + LETTER);
        assertThat(shell.stack().requests())
                .last()
                .asString()
                .contains("error=IllegalArgumentException&state=waiting&limit=");
    }

    @Test
    void showsADeadLetterAndHandsItsPayloadOut() throws Exception {
        assertThat(shell.run("dead-letters", "show", "metadata", LETTER)).isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .contains("error_message no title", "traceparent 00-aa-bb-01", "\"price\" : 0.10")
                .noneMatch(line -> line.startsWith("payload {"));
        assertThat(shell.json("dead-letters", "show", "metadata", LETTER, "--payload")
                        .fieldNames())
                .toIterable()
                .containsExactly("name", "price");
    }

    @Test
    void redrivesNamedOnesWithAMendedPayload() throws Exception {
        Path mended = Files.writeString(directory.resolve("event.json"), "{\"name\": \"Kafka\"}");
        assertThat(shell.run("dead-letters", "redrive", "metadata", LETTER, "--payload", mended.toString()))
                .as(shell::err)
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).containsExactly("ID STATE ERROR", LETTER + " redriven -");
        assertThat(shell.ops().last().toString())
                .isEqualTo("{\"force\":false,\"payload\":\"{\\\"name\\\": \\\"Kafka\\\"}\"}");

        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("{\"name\": \"Piped\"}".getBytes(StandardCharsets.UTF_8)));
            assertThat(shell.run("dead-letters", "redrive", "metadata", LETTER, "--payload", "-", "--reason", "mended"))
                    .isEqualTo(ExitCode.OK);
        } finally {
            System.setIn(before);
        }
        assertThat(shell.ops().last().path("payload").asText()).isEqualTo("{\"name\": \"Piped\"}");

        shell.ops().failsAgain();
        assertThat(shell.run("dead-letters", "redrive", "metadata", LETTER, "x2", "--json"))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(shell.document().path("items")).hasSize(2);
        Files.writeString(mended, "{\"name\": ");
        assertThat(shell.run("dead-letters", "redrive", "metadata", LETTER, "--payload", mended.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("holds no JSON");
    }

    @Test
    void redrivesManyOnceTheyAreCountedAndConfirmed() throws Exception {
        String error = "IllegalArgumentException";
        assertThat(shell.run("dead-letters", "redrive", "metadata", "--error", error, "--dry-run"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).last().isEqualTo("40 dead letters");
        assertThat(shell.run("dead-letters", "redrive", "metadata", "--error", error))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("40 dead letters").contains("add --yes");

        assertThat(shell.run("dead-letters", "redrive", "metadata", "--error", error, "--rate", "50", "--yes"))
                .as(shell::err)
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).containsExactly("redriven 40", "waiting now 0");
        assertThat(shell.ops().last().toString())
                .isEqualTo(
                        "{\"filter\":{\"error\":\"IllegalArgumentException\"},\"force\":false,\"max_per_second\":50}");
        assertThat(shell.err()).contains("redriving [");

        shell.ops().failsAgain();
        assertThat(shell.run("dead-letters", "redrive", "metadata", "--all", "--yes"))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(shell.lines()).contains("waiting now 40");
        assertThat(shell.err()).contains("colophon dead-letters causes metadata");
    }

    @Test
    void dropsWhatIsGivenUpWithItsReason() throws Exception {
        assertThat(shell.run("dead-letters", "drop", "metadata", LETTER)).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("dead-letters", "drop", "metadata", LETTER, "--reason", "test data"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("dead-letters", "drop", "metadata", LETTER, "--reason", "test data", "--yes"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.ops().last().toString())
                .isEqualTo("{\"filter\":{\"ids\":[\"" + LETTER + "\"]},\"reason\":\"test data\"}");
        assertThat(shell.lines()).containsExactly("40 are dropped");
    }

    @Test
    void refusesToGuessWhichDeadLettersAreMeant() {
        assertThat(shell.run("dead-letters", "redrive", "metadata")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("give ids, or a filter");
        assertThat(shell.run("dead-letters", "redrive", "metadata", "x", "--all"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("dead-letters", "redrive", "metadata", "x", "--rate", "5"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("dead-letters", "redrive", "metadata", "--all", "--payload", "-"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.stack().requests()).isEmpty();
    }

    @Test
    void showsAndRunsScheduledWork() throws Exception {
        shell.ops().isAway("embedding");
        assertThat(shell.run("jobs", "list")).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(shell.lines())
                .containsExactly(
                        "SERVICE NAME SCHEDULE NEXT RUN LAST RUN OUTCOME TOOK CAME TO",
                        "metadata nightly-metadata 0 0 2 * * * UTC 2026-11-22T02:00:00Z 2026-11-21T02:00:00Z"
                                + " succeeded 12 s queued 20");
        assertThat(shell.run("jobs", "list", "--json")).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(shell.document().at("/away/0/service").asText()).isEqualTo("embedding");

        assertThat(shell.run("jobs", "run", "metadata", "nightly-metadata", "--dry-run"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.run("jobs", "run", "metadata", "nightly", "--dry-run")).isEqualTo(ExitCode.FAILURE);
        assertThat(shell.stack().requests()).noneMatch(call -> call.startsWith("POST"));
        assertThat(shell.run("jobs", "run", "metadata", "nightly-metadata"))
                .as(shell::err)
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .last()
                .asString()
                .startsWith("2026-11-21T23:00:00Z succeeded 640 ms queued 20, left 3 ada");
        assertThat(shell.run("jobs", "history", "metadata", "nightly-metadata")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).hasSize(2);

        shell.ops().failsAgain();
        assertThat(shell.run("jobs", "run", "metadata", "nightly-metadata")).isEqualTo(ExitCode.FAILURE);
        assertThat(shell.lines()).last().asString().contains("the provider is away");
    }

    @Test
    void showsHowFarConsumersAre() throws Exception {
        assertThat(shell.run("topics")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .containsExactly(
                        "TOPIC PARTITIONS RECORDS RATE KEPT CONSUMER STATE MEMBERS LAG OLDEST",
                        "colophon.items 12 52000 13/s compacted embedding-service stable 2 0 -",
                        "metadata-service stable 1 340 1 min 15 s",
                        "colophon.sources 6 10 - 30 d 0 h - - - - -");
        assertThat(shell.err()).contains("colophon.sources: retention.ms is 1000");
        assertThat(shell.run("topics", "--lagging")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("colophon.items 12 52000 13/s compacted metadata");
        assertThat(shell.json("topics", "--json").path("items")).hasSize(2);
    }

    @Test
    void showsWhatServicesAreAt() throws Exception {
        shell.ops().isAway("usage");
        assertThat(shell.run("ops", "queues")).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(shell.lines())
                .containsExactly(
                        "SERVICE QUEUE PENDING DUE AT WORK HELD FAILED OLDEST",
                        "embedding redrive 1 1 0 0 4 1 h 6 min",
                        "etl redrive 1 1 0 0 4 1 h 6 min",
                        "metadata metadata 5 3 2 1 0 13 s",
                        "metadata replay 0 0 0 0 0 -");
        assertThat(shell.run("ops", "status")).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(shell.lines())
                .contains("metadata metadata-service colophon.projects stable 2 40 4 s")
                .contains("metadata 7 1 s 0 running", "etl - - - -")
                .contains("metadata openai gpt-4o-mini - open 20 12 7");
        assertThat(shell.err()).contains("colophon: etl cannot tell: outbox: TimeoutException");
        assertThat(shell.json("ops", "status", "metadata", "--json")
                        .at("/items/0/outbox/pending")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void isNotRunningWhereNobodyAnswers() {
        System.setProperty("COLOPHON_PATIENCE", "0");
        shell.stack().close();
        assertThat(shell.run("jobs", "list")).isEqualTo(ExitCode.NOT_RUNNING);
        System.setProperty("COLOPHON_URL", "http://127.0.0.1:1");
        assertThat(shell.run("topics")).isEqualTo(ExitCode.NOT_RUNNING);
    }
}
