package dev.colophon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands about money, against a server that answers as the contract says. */
class MoneyCommandsIT {

    @TempDir
    private Path directory;

    @RegisterExtension
    private final Shell shell = new Shell();

    @Test
    void showsLimitsWithWhatCountsAgainstThem() throws Exception {
        assertThat(shell.run("budget")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .containsExactly(
                        "SCOPE PERIOD KIND LIMIT SPENT UNCONFIRMED RESERVED REMAINING STATE",
                        "client day hard 10.00 4.0000000000 0.5000000000 0.2500000000 5.2500000000 ok",
                        "project p1 month soft 1.00 4.0000000000 0.0000000000 0.0000000000 0 soft_exceeded");
        assertThat(shell.json("budget", "--json").path("state").asText()).isEqualTo("soft_exceeded");

        shell.stack().money().liftLimits();
        assertThat(shell.run("budget")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).element(1).isEqualTo("client day - - 0.1000000000 0 0 - ok");
    }

    @Test
    void waitsForARebuildAndSaysWhenItFailed() throws Exception {
        assertThat(shell.run("usage", "rebuild")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .containsExactly("state completed", "events read 9", "accounts 2", "entries 7", "corrected 1");
        assertThat(shell.stack().requests())
                .containsExactly(
                        "POST /api/v1/ops/usage/rebuild",
                        "GET /api/v1/ops/usage/rebuild/r1",
                        "GET /api/v1/ops/usage/rebuild/r1");

        shell.stack().money().fail();
        assertThat(shell.run("usage", "rebuild", "--json")).isEqualTo(ExitCode.FAILURE);
        assertThat(shell.document().path("state").asText()).isEqualTo("failed");
        assertThat(shell.err()).contains("the rebuild failed: another rebuild is running");
    }

    @Test
    void repricesFromADayAndShowsTheDifferenceFirst() throws Exception {
        assertThat(shell.run("usage", "reprice", "--from", "2026-11-01", "--price-list", "3-abc", "--dry-run"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .contains("would be adjusted 2", "cost before 1.0000000000 USD", "difference 0.2500000000 USD");
        assertThat(shell.stack().money().last().toString())
                .isEqualTo("{\"from\":\"2026-11-01\",\"to\":null,\"price_list_version\":\"3-abc\",\"dry_run\":true}");

        assertThat(shell.json("usage", "reprice", "--from", "2026-11-01", "--to", "2026-11-20", "--json")
                        .path("adjusted")
                        .asInt())
                .isEqualTo(2);
        assertThat(shell.stack().money().last().path("dry_run").booleanValue()).isFalse();
        assertThat(shell.stack().money().last().path("to").asText()).isEqualTo("2026-11-20");
        assertThat(shell.run("usage", "reprice")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void holdsTheLedgerAgainstAnExportInAnyForm() throws Exception {
        Path csv =
                Files.writeString(directory.resolve("bill.csv"), "day,model,call_id,cost\n2026-11-20,gpt-4o,c1,1.5\n");
        assertThat(shell.run("usage", "reconcile", csv.toString())).isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .contains(
                        "matched 2",
                        "ours only 1",
                        "difference -1.5 USD",
                        "matched 2026-11-20 gpt-4o c1 1.0 1.5 0.5",
                        "ours only 2026-11-20 gpt-4o - 2.0 - -2.0")
                .noneMatch(line -> line.contains("c2"));
        assertThat(shell.stack().money().last().path("csv").asText()).startsWith("day,model");

        Path items = Files.writeString(directory.resolve("bill.json"), "[{\"day\": \"2026-11-20\", \"cost\": 1.5}]");
        assertThat(shell.json("usage", "reconcile", items.toString(), "--json").path("matched"))
                .hasSize(2);
        assertThat(shell.stack().money().last().path("items")).hasSize(1);
        assertThat(shell.run("usage", "reconcile", directory.resolve("none").toString()))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(shell.err()).contains("cannot read");
    }

    @Test
    void holdsGatewaysAgainstTheLedger() throws Exception {
        assertThat(shell.run("usage", "gateway")).isEqualTo(ExitCode.OK);
        assertThat(shell.lines())
                .containsExactly(
                        "GATEWAY KEY BUDGET THEIRS OURS UNCONFIRMED DIFFERENCE STATUS",
                        "LiteLLM sk-...7261 20.0 0.00491 0.0050000000 0.0000000000 -0.0000900000 within tolerance",
                        "old - - - 1.0000000000 0.0000000000 - not answered",
                        "old: nobody listens at llm.example:4000: check base_url and its port");
        assertThat(shell.json("usage", "gateway", "--json").path("gateways")).hasSize(2);
    }

    @Test
    void saysWhatACallWouldCost() throws Exception {
        assertThat(shell.run(
                        "usage",
                        "estimate",
                        "--model",
                        "gpt-4o-mini",
                        "--input-tokens",
                        "1000",
                        "--output-tokens",
                        "200"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.lines()).containsExactly("by the price list 0.0002700000 USD", "price list 3-abc");

        assertThat(shell.run("integrations", "add", "--type", "openai_compatible", "--name", "LiteLLM", "--model", "m"))
                .as(shell::err)
                .isEqualTo(ExitCode.OK);
        assertThat(shell.run("usage", "estimate", "--model", "m", "--input-tokens", "1000", "--integration", "litellm"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.stack().money().last().path("integration_id").asText()).isEqualTo("i-0");
        assertThat(shell.lines()).contains("by LiteLLM 0.0004 USD", "difference 0.0001300000 USD", "status differs");
        assertThat(shell.run("usage", "estimate", "--input-tokens", "5")).isEqualTo(ExitCode.USAGE);
    }
}
