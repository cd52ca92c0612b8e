package dev.colophon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands about embeddings, against a server that answers as the contract says. */
class EmbeddingsCommandsIT {

    private StubStack stack;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void reachTheStub() throws Exception {
        stack = new StubStack();
        System.setProperty("COLOPHON_URL", stack.url());
        System.setProperty("COLOPHON_API_KEY", StubStack.KEY);
        System.setProperty("COLOPHON_PATIENCE", "5");
    }

    @AfterEach
    void leaveIt() {
        List.of("COLOPHON_URL", "COLOPHON_API_KEY", "COLOPHON_PATIENCE").forEach(System::clearProperty);
        stack.close();
    }

    @Test
    void showsHowFarChunksHaveCome() throws Exception {
        assertThat(run("embeddings", "stats")).as(err::toString).isEqualTo(ExitCode.OK);
        assertThat(lines()).contains("items 3", "chunks 5", "completed 5", "pending 0", "failed 0");
        assertThat(json("embeddings", "backfill", "--all", "--stats-only", "--json")
                        .path("items")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void saysWhatABackfillTakesBeforeItTakesIt() throws Exception {
        assertThat(run("embeddings", "backfill", "--all", "--failed-only", "--dry-run"))
                .as(err::toString)
                .isEqualTo(ExitCode.OK);
        assertThat(lines())
                .containsExactly("chunks 8", "to embed 6", "known already 25 %", "tokens 900", "cost 0.0000180000 USD");
        assertThat(stack.embeddings().last().path("filter").asText()).isEqualTo("failed");
        assertThat(stack.embeddings().last().path("all").asBoolean()).isTrue();

        stack.embeddings().forgetPrices();
        assertThat(run("embeddings", "backfill", "--all", "--dry-run")).isEqualTo(ExitCode.OK);
        assertThat(lines()).contains("cost not known: unknown price");
        assertThat(run("embeddings", "backfill", "--all")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("add --yes").contains("not known: unknown price");
    }

    @Test
    void waitsForABackfillAndSaysWhenItFailed() throws Exception {
        assertThat(run("embeddings", "backfill", "--item-id", "i1", "--yes", "--batch-size", "20"))
                .as(err::toString)
                .isEqualTo(ExitCode.OK);
        assertThat(lines()).contains("status completed", "completed 8");
        assertThat(err.toString()).contains("embedding");
        assertThat(stack.requests())
                .containsExactly(
                        "POST /api/v1/embeddings/backfills",
                        "POST /api/v1/embeddings/backfills",
                        "GET /api/v1/embeddings/backfills/m1",
                        "GET /api/v1/embeddings/backfills/m1");
        assertThat(stack.embeddings().last().path("batch_size").asInt()).isEqualTo(20);

        stack.embeddings().fail();
        assertThat(run("embeddings", "backfill", "--all", "--yes", "--quiet")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void refusesOptionsThatContradictOneAnother() {
        assertThat(run("embeddings", "backfill")).isEqualTo(ExitCode.USAGE);
        assertThat(run("embeddings", "backfill", "--all", "--item-id", "i1")).isEqualTo(ExitCode.USAGE);
        assertThat(run("embeddings", "backfill", "--all", "--failed-only", "--missing-only"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("embeddings", "backfill", "--all", "--stats-only", "--dry-run"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("embeddings", "migrate")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void migratesAndHoldsMigrations() throws Exception {
        assertThat(json("embeddings", "migrate", "--to", "small", "--dry-run", "--json")
                        .at("/cost/status")
                        .asText())
                .isEqualTo("known");
        assertThat(run("embeddings", "migrate", "--to", "small", "--yes"))
                .as(err::toString)
                .isEqualTo(ExitCode.OK);
        assertThat(lines()).contains("to model small", "status switched");
        assertThat(stack.embeddings().last().path("to_model").asText()).isEqualTo("small");

        assertThat(run("embeddings", "migration", "pause")).as(err::toString).isEqualTo(ExitCode.OK);
        assertThat(lines()).contains("status paused");
        assertThat(stack.requests()).last().isEqualTo("POST /api/v1/embeddings/migrations/m1/pause");
        assertThat(run("embeddings", "migration", "show", "m7")).isEqualTo(ExitCode.OK);
        assertThat(stack.requests()).last().isEqualTo("GET /api/v1/embeddings/migrations/m7");
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
