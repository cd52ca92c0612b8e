package dev.colophon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands about replays, against a server that answers as the contract says. */
class ReplayCommandsIT {

    private static final String REPLAYS = "/api/v1/ops/metadata/replays";

    @RegisterExtension
    private final Shell shell = new Shell();

    @Test
    void saysWhatAReplayTakesByClientAndModel() throws Exception {
        assertThat(shell.run("replay", "metadata", "--topic", "projects", "--dry-run"))
                .as(shell::err)
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .containsExactly(
                        "events 2000",
                        "texts for models 1980",
                        "known already 198 (10 %)",
                        "tokens to send 900000",
                        "tokens answered 180000 expected, 90000 to 900000",
                        "cost 0.3000000000 USD expected, 0.2000000000 USD to 0.7000000000 USD",
                        "time 2 min 5 s",
                        "",
                        "CLIENT FOR PROVIDER MODEL TEXTS KNOWN TOKENS LOW EXPECTED WORST",
                        "0198c5c2-7b1e-7000-8000-0000000000c1 metadata openai gpt-4o-mini 1980 198 900000"
                                + " 0.2000000000 0.3000000000 0.7000000000");
        assertThat(shell.notes())
                .anyMatch(note -> note.startsWith("estimating [#######") && note.contains("500 of 2000"));
        assertThat(shell.ops().last().toString())
                .isEqualTo("{\"topic\":\"colophon.projects\",\"force\":false,\"dry_run\":true}");

        shell.ops().forgetPrices();
        assertThat(shell.run("replay", "metadata", "--topic", "projects", "--dry-run"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .contains(
                        "NO KNOWN PRICE MODEL CLIENT TEXTS",
                        "openai_compatible house-model 0198c5c2-7b1e-7000-8000-0000000000c1 2000");
        assertThat(shell.json("replay", "metadata", "--topic", "projects", "--dry-run", "--json")
                        .path("status")
                        .asText())
                .isEqualTo("estimated");
    }

    @Test
    void narrowsItToWhatIsMeant() {
        assertThat(shell.run(
                        "replay",
                        "embedding",
                        "--topic",
                        "colophon.items",
                        "--from",
                        "2026-11-20",
                        "--to",
                        "2026-11-21T10:00:00+02:00",
                        "--client",
                        "0198c5c2-7b1e-7000-8000-0000000000c1",
                        "--project",
                        "0198c5c2-7b1e-7000-8000-0000000000b1",
                        "--type",
                        "dev.colophon.item.captured.v1",
                        "--kind",
                        "commit,document",
                        "--force",
                        "--rate",
                        "500",
                        "--max-cost",
                        "2.50",
                        "--reason",
                        "new chunks",
                        "--dry-run"))
                .as(shell::err)
                .isEqualTo(ExitCode.OK);
        assertThat(shell.ops().last().toString())
                .isEqualTo(
                        "{\"topic\":\"colophon.items\",\"from\":\"2026-11-20T00:00:00Z\",\"to\":\"2026-11-21T08:00:00Z\","
                                + "\"client_id\":\"0198c5c2-7b1e-7000-8000-0000000000c1\","
                                + "\"project_id\":\"0198c5c2-7b1e-7000-8000-0000000000b1\","
                                + "\"types\":[\"dev.colophon.item.captured.v1\"],\"kinds\":[\"commit\",\"document\"],"
                                + "\"force\":true,\"max_per_second\":500,\"max_cost\":2.5,\"reason\":\"new chunks\","
                                + "\"dry_run\":true}");
        assertThat(shell.run("replay", "usage", "--topic", "usage", "--offsets", "0:100-200,1:50-", "--dry-run"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.ops().last().path("from").toString()).isEqualTo("{\"0\":100,\"1\":50}");
        assertThat(shell.ops().last().path("to").toString()).isEqualTo("{\"0\":200,\"1\":9223372036854775807}");
    }

    @Test
    void asksBeforeItSpendsAndFollowsItToItsEnd() throws Exception {
        assertThat(shell.run("replay", "metadata", "--topic", "projects")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("0.7000000000").contains("nobody is there to confirm this: add --yes");
        assertThat(shell.stack().requests())
                .filteredOn(call -> call.startsWith("POST"))
                .hasSize(1);

        assertThat(shell.run("replay", "metadata", "--topic", "projects", "--max-cost", "0.1", "--yes"))
                .as(shell::err)
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .contains(
                        "status completed",
                        "events 2000 of 2000 read, 500 fit, 20 unchanged, 0 failed",
                        "rate limit 200/s")
                .contains("spent 0.4900000000 USD of at most 0.5000000000 USD");
        assertThat(shell.notes())
                .contains("the cap of 0.1 USD is below what it will probably cost: it will pause there")
                .anyMatch(note -> note.startsWith("replaying [#######-")
                        && note.endsWith("500 of 2000, 150/s, 10 s left, 12 at work"));
        JsonNode begun = shell.ops().last();
        assertThat(begun.path("dry_run_id").asText()).isEqualTo(StubOps.REPLAY);
        assertThat(begun.path("max_cost").decimalValue()).isEqualByComparingTo("0.1");
        assertThat(begun.has("dry_run")).isFalse();
    }

    @Test
    void leavesItRunningWhereAskedTo() throws Exception {
        assertThat(shell.json("replay", "metadata", "--topic", "projects", "--yes", "--detach", "--json")
                        .path("status")
                        .asText())
                .isEqualTo("running");
        assertThat(shell.stack().requests()).last().isEqualTo("POST " + REPLAYS);
    }

    @Test
    void tellsAPauseAtTheCapFromAFailure() throws Exception {
        shell.ops().endsWith("cap_reached");
        assertThat(shell.run("replay", "metadata", "--topic", "projects", "--yes"))
                .isEqualTo(ExitCode.PAUSED);
        assertThat(shell.lines()).contains("status paused (cap reached)", "work 12 waits, 3 held, 0 failed");
        assertThat(shell.notes())
                .contains(
                        "colophon: paused: the replay has reached its cap (cap 0.5000000000, spent 0.4900000000,"
                                + " reserved 0.0080000000, requested 0.0030000000 USD)",
                        "raise the cap: colophon replay set metadata " + StubOps.REPLAY + " --max-cost USD",
                        "then go on: colophon replay resume metadata " + StubOps.REPLAY);

        shell.ops().endsWith("failed");
        assertThat(shell.run("replay", "watch", "metadata", StubOps.REPLAY)).isEqualTo(ExitCode.FAILURE);
        assertThat(shell.err()).contains("the replay failed: the topic is gone");
        shell.ops().endsWith("over_budget");
        assertThat(shell.run("replay", "watch", "metadata", StubOps.REPLAY, "--json"))
                .isEqualTo(ExitCode.PAUSED);
        assertThat(shell.document().at("/pause/numbers/cap").decimalValue()).isEqualByComparingTo("0.5");
    }

    @Test
    void holdsAReplayAndChangesItsTerms() throws Exception {
        assertThat(shell.run("replay", "pause", "metadata", StubOps.REPLAY))
                .as(shell::err)
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).contains("status paused (requested)");
        assertThat(shell.run("replay", "set", "metadata", "--max-cost", "5", "--rate", "20"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.ops().last().toString()).isEqualTo("{\"max_per_second\":20,\"max_cost\":5}");
        assertThat(shell.run("replay", "resume", "metadata")).isEqualTo(ExitCode.OK);
        assertThat(shell.run("replay", "cancel", "metadata")).isEqualTo(ExitCode.OK);
        assertThat(shell.stack().requests())
                .contains(
                        "POST " + REPLAYS + "/" + StubOps.REPLAY + "/pause",
                        "PATCH " + REPLAYS + "/" + StubOps.REPLAY,
                        "POST " + REPLAYS + "/" + StubOps.REPLAY + "/resume",
                        "POST " + REPLAYS + "/" + StubOps.REPLAY + "/cancel");
        assertThat(shell.run("replay", "audit", "metadata")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).contains("2026-11-21T23:10:00Z ada requested reason new prompt, dry run false");
        assertThat(shell.run("replay", "failures", "metadata")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).contains("0 17 2026-11-21T23:10:02Z IllegalArgumentException no title");
        assertThat(shell.json("replay", "show", "metadata", "--json")
                        .path("topic")
                        .asText())
                .isEqualTo("colophon.projects");
    }

    @Test
    void listsReplaysOfAllServicesAndTellsWhichIsAway() throws Exception {
        shell.ops().isAway("etl");
        assertThat(shell.run("replay", "list", "--status", "running")).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(shell.lines())
                .contains("metadata colophon.projects running 500 25 % 0.4900000000 2026-11-21T23:10:00Z new prompt "
                        + StubOps.REPLAY)
                .hasSize(4);
        assertThat(shell.err()).contains("colophon: etl: ").contains("etl-service does not answer");
        assertThat(shell.json("replay", "list", "usage", "--json")
                        .at("/items/0/service")
                        .asText())
                .isEqualTo("usage");
    }

    @Test
    void refusesWhatCannotBeMeant() {
        assertThat(shell.run("replay")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("replay", "metadata")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("Missing --topic");
        assertThat(shell.run("replay", "gateway", "--topic", "items")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("expected one of").contains("gateway");
        assertThat(shell.run("replay", "usage", "--topic", "usage", "--from", "yesterday"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("'yesterday' is no time; one is written");
        assertThat(shell.run("replay", "usage", "--topic", "usage", "--offsets", "0:1-2", "--from", "1h"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("replay", "usage", "--topic", "usage", "--offsets", "0-2"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("replay", "set", "metadata")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("replay", "--help")).isEqualTo(ExitCode.OK);
        assertThat(shell.stack().requests()).isEmpty();
    }

    @Test
    void backfillsMetadataByAReplayOfProjects() throws Exception {
        assertThat(shell.run(
                        "backfill", "metadata", "--client", "0198c5c2-7b1e-7000-8000-0000000000c1", "--force", "--yes"))
                .as(shell::err)
                .isEqualTo(ExitCode.OK);
        assertThat(shell.ops().last().path("topic").asText()).isEqualTo("colophon.projects");
        assertThat(shell.ops().last().path("force").asBoolean()).isTrue();
        assertThat(shell.ops().last().has("client_id")).isTrue();
        assertThat(shell.stack().requests()).allMatch(call -> call.contains(REPLAYS));
    }

    @Test
    void backfillsEmbeddingsUnderBothNames() throws Exception {
        JsonNode here = shell.json("backfill", "embeddings", "--all", "--dry-run", "--json");
        assertThat(here).isEqualTo(shell.json("embeddings", "backfill", "--all", "--dry-run", "--json"));
        assertThat(shell.run("backfill", "embeddings", "--all", "--yes", "--quiet"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.run("backfill", "embeddings", "--help")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).contains("colophon backfill embeddings --all --dry-run");
    }
}
