package dev.colophon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands about embeddings, against a server that answers as the contract says. */
class EmbeddingsCommandsIT {

    @RegisterExtension
    private final Shell shell = new Shell();

    @Test
    void showsHowFarChunksHaveCome() throws Exception {
        assertThat(shell.run("embeddings", "stats")).as(shell::err).isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).contains("items 3", "chunks 5", "completed 5", "pending 0", "failed 0");
        assertThat(shell.json("embeddings", "backfill", "--all", "--stats-only", "--json")
                        .path("items")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void saysWhatABackfillTakesBeforeItTakesIt() throws Exception {
        assertThat(shell.run("embeddings", "backfill", "--all", "--failed-only", "--dry-run"))
                .as(shell::err)
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .containsExactly("chunks 8", "to embed 6", "known already 25 %", "tokens 900", "cost 0.0000180000 USD");
        assertThat(shell.stack().embeddings().last().path("filter").asText()).isEqualTo("failed");
        assertThat(shell.stack().embeddings().last().path("all").asBoolean()).isTrue();

        shell.stack().embeddings().forgetPrices();
        assertThat(shell.run("embeddings", "backfill", "--all", "--dry-run")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).contains("cost not known: unknown price");
        assertThat(shell.run("embeddings", "backfill", "--all")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("add --yes").contains("not known: unknown price");
    }

    @Test
    void waitsForABackfillAndSaysWhenItFailed() throws Exception {
        assertThat(shell.run("embeddings", "backfill", "--item-id", "i1", "--yes", "--batch-size", "20"))
                .as(shell::err)
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).contains("status completed", "completed 8");
        assertThat(shell.err()).contains("embedding");
        assertThat(shell.stack().requests())
                .containsExactly(
                        "POST /api/v1/embeddings/backfills",
                        "POST /api/v1/embeddings/backfills",
                        "GET /api/v1/embeddings/backfills/m1",
                        "GET /api/v1/embeddings/backfills/m1");
        assertThat(shell.stack().embeddings().last().path("batch_size").asInt()).isEqualTo(20);

        shell.stack().embeddings().fail();
        assertThat(shell.run("embeddings", "backfill", "--all", "--yes", "--quiet"))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void refusesOptionsThatContradictOneAnother() {
        assertThat(shell.run("embeddings", "backfill")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("embeddings", "backfill", "--all", "--item-id", "i1"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("embeddings", "backfill", "--all", "--failed-only", "--missing-only"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("embeddings", "backfill", "--all", "--stats-only", "--dry-run"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("embeddings", "migrate")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void migratesAndHoldsMigrations() throws Exception {
        assertThat(shell.json("embeddings", "migrate", "--to", "small", "--dry-run", "--json")
                        .at("/cost/status")
                        .asText())
                .isEqualTo("known");
        assertThat(shell.run("embeddings", "migrate", "--to", "small", "--yes"))
                .as(shell::err)
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).contains("to model small", "status switched");
        assertThat(shell.stack().embeddings().last().path("to_model").asText()).isEqualTo("small");

        assertThat(shell.run("embeddings", "migration", "pause")).as(shell::err).isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).contains("status paused");
        assertThat(shell.stack().requests()).last().isEqualTo("POST /api/v1/embeddings/migrations/m1/pause");
        assertThat(shell.run("embeddings", "migration", "show", "m7")).isEqualTo(ExitCode.OK);
        assertThat(shell.stack().requests()).last().isEqualTo("GET /api/v1/embeddings/migrations/m7");
    }
}
