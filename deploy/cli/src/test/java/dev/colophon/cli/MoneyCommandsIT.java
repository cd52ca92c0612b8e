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

/** The commands about money, against a server that answers as the contract says. */
class MoneyCommandsIT {

    @TempDir
    private Path directory;

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
    void showsLimitsWithWhatCountsAgainstThem() throws Exception {
        assertThat(run("budget")).isEqualTo(ExitCode.OK);
        assertThat(lines())
                .containsExactly(
                        "SCOPE PERIOD KIND LIMIT SPENT UNCONFIRMED RESERVED REMAINING STATE",
                        "client day hard 10.00 4.0000000000 0.5000000000 0.2500000000 5.2500000000 ok",
                        "project p1 month soft 1.00 4.0000000000 0.0000000000 0.0000000000 0 soft_exceeded");
        assertThat(json("budget", "--json").path("state").asText()).isEqualTo("soft_exceeded");

        stack.money().liftLimits();
        assertThat(run("budget")).isEqualTo(ExitCode.OK);
        assertThat(lines()).element(1).isEqualTo("client day - - 0.1000000000 0 0 - ok");
    }

    @Test
    void waitsForARebuildAndSaysWhenItFailed() throws Exception {
        assertThat(run("usage", "rebuild")).isEqualTo(ExitCode.OK);
        assertThat(lines())
                .containsExactly("state completed", "events read 9", "accounts 2", "entries 7", "corrected 1");
        assertThat(stack.requests())
                .containsExactly(
                        "POST /api/v1/ops/usage/rebuild",
                        "GET /api/v1/ops/usage/rebuild/r1",
                        "GET /api/v1/ops/usage/rebuild/r1");

        stack.money().fail();
        assertThat(run("usage", "rebuild", "--json")).isEqualTo(ExitCode.FAILURE);
        assertThat(new ObjectMapper().readTree(out.toString()).path("state").asText())
                .isEqualTo("failed");
        assertThat(err.toString()).contains("the rebuild failed: another rebuild is running");
    }

    @Test
    void repricesFromADayAndShowsTheDifferenceFirst() throws Exception {
        assertThat(run("usage", "reprice", "--from", "2026-11-01", "--price-list", "3-abc", "--dry-run"))
                .isEqualTo(ExitCode.OK);
        assertThat(lines())
                .contains("would be adjusted 2", "cost before 1.0000000000 USD", "difference 0.2500000000 USD");
        assertThat(stack.money().last().toString())
                .isEqualTo("{\"from\":\"2026-11-01\",\"to\":null,\"price_list_version\":\"3-abc\",\"dry_run\":true}");

        assertThat(json("usage", "reprice", "--from", "2026-11-01", "--to", "2026-11-20", "--json")
                        .path("adjusted")
                        .asInt())
                .isEqualTo(2);
        assertThat(stack.money().last().path("dry_run").booleanValue()).isFalse();
        assertThat(stack.money().last().path("to").asText()).isEqualTo("2026-11-20");
        assertThat(run("usage", "reprice")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void holdsTheLedgerAgainstAnExportInAnyForm() throws Exception {
        Path csv =
                Files.writeString(directory.resolve("bill.csv"), "day,model,call_id,cost\n2026-11-20,gpt-4o,c1,1.5\n");
        assertThat(run("usage", "reconcile", csv.toString())).isEqualTo(ExitCode.OK);
        assertThat(lines())
                .contains(
                        "matched 2",
                        "ours only 1",
                        "difference -1.5 USD",
                        "matched 2026-11-20 gpt-4o c1 1.0 1.5 0.5",
                        "ours only 2026-11-20 gpt-4o - 2.0 - -2.0")
                .noneMatch(line -> line.contains("c2"));
        assertThat(stack.money().last().path("csv").asText()).startsWith("day,model");

        Path items = Files.writeString(directory.resolve("bill.json"), "[{\"day\": \"2026-11-20\", \"cost\": 1.5}]");
        assertThat(json("usage", "reconcile", items.toString(), "--json").path("matched"))
                .hasSize(2);
        assertThat(stack.money().last().path("items")).hasSize(1);
        assertThat(run("usage", "reconcile", directory.resolve("none").toString()))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("cannot read");
    }

    @Test
    void holdsGatewaysAgainstTheLedger() throws Exception {
        assertThat(run("usage", "gateway")).isEqualTo(ExitCode.OK);
        assertThat(lines())
                .containsExactly(
                        "GATEWAY KEY BUDGET THEIRS OURS UNCONFIRMED DIFFERENCE STATUS",
                        "LiteLLM sk-...7261 20.0 0.00491 0.0050000000 0.0000000000 -0.0000900000 within tolerance",
                        "old - - - 1.0000000000 0.0000000000 - not answered",
                        "old: nobody listens at llm.example:4000: check base_url and its port");
        assertThat(json("usage", "gateway", "--json").path("gateways")).hasSize(2);
    }

    @Test
    void saysWhatACallWouldCost() throws Exception {
        assertThat(run(
                        "usage",
                        "estimate",
                        "--model",
                        "gpt-4o-mini",
                        "--input-tokens",
                        "1000",
                        "--output-tokens",
                        "200"))
                .isEqualTo(ExitCode.OK);
        assertThat(lines()).containsExactly("by the price list 0.0002700000 USD", "price list 3-abc");

        assertThat(run("integrations", "add", "--type", "openai_compatible", "--name", "LiteLLM", "--model", "m"))
                .as(err::toString)
                .isEqualTo(ExitCode.OK);
        assertThat(run("usage", "estimate", "--model", "m", "--input-tokens", "1000", "--integration", "litellm"))
                .isEqualTo(ExitCode.OK);
        assertThat(stack.money().last().path("integration_id").asText()).isEqualTo("i-0");
        assertThat(lines()).contains("by LiteLLM 0.0004 USD", "difference 0.0001300000 USD", "status differs");
        assertThat(run("usage", "estimate", "--input-tokens", "5")).isEqualTo(ExitCode.USAGE);
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
