package dev.colophon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ColophonIT {

    @TempDir
    private Path directory;

    @RegisterExtension
    private final Shell shell = new Shell();

    @Test
    void importsTwiceIntoOneProjectAndOneSource() throws Exception {
        JsonNode first = shell.json("import", "git", "/src/kafka", "--project", "Kafka", "--json");
        JsonNode second = shell.json("import", "git", "/src/kafka", "--project", "Kafka", "--json");

        assertThat(first.path("items").path("captured").asInt()).isEqualTo(3);
        assertThat(first.path("chunks").path("completed").asInt()).isEqualTo(5);
        assertThat(second.path("items").path("captured").asInt()).isZero();
        assertThat(second.path("items").path("unchanged").asInt()).isEqualTo(3);
        assertThat(shell.stack().requests())
                .filteredOn("POST /api/v1/projects"::equals)
                .hasSize(1);
        assertThat(shell.stack().requests())
                .filteredOn("POST /api/v1/sources"::equals)
                .hasSize(1);
    }

    @Test
    void searchesAndShowsUsageAsTheApiAnswers() throws Exception {
        assertThat(shell.json("search", "order", "-k", "1", "--json")
                        .path("hits")
                        .get(0)
                        .path("title")
                        .asText())
                .isEqualTo("Keep order");
        assertThat(shell.json("usage", "--json").path("total_requests").asInt()).isEqualTo(2);
        assertThat(shell.out()).contains("\"total_cost\" : 0.0000000000");
        assertThat(shell.run("search", "order")).isEqualTo(ExitCode.OK);
        assertThat(shell.out()).isEqualTo("0.900  Keep order  [commit]" + System.lineSeparator());
    }

    @Test
    void keepsIntegrationsByTheirNames() throws Exception {
        System.setProperty("TEST_PROVIDER_KEY", "sk-from-the-environment");
        try {
            assertThat(shell.run(
                            "integrations",
                            "add",
                            "--type",
                            "openai",
                            "--name",
                            "OpenAI",
                            "--model",
                            "gpt-4o-mini",
                            "--key-env",
                            "TEST_PROVIDER_KEY"))
                    .isEqualTo(ExitCode.OK);
        } finally {
            System.clearProperty("TEST_PROVIDER_KEY");
        }
        assertThat(shell.stack().keys()).containsExactly("sk-from-the-environment");
        assertThat(shell.out() + shell.err()).contains("i-0").doesNotContain("sk-from");
        assertThat(shell.run("integrations", "add", "--type", "local", "--name", "second", "--fallback", "openai"))
                .isEqualTo(ExitCode.OK);

        JsonNode listed = shell.json("integrations", "list", "--json");
        assertThat(listed.get(1).path("fallback_integration_id").asText()).isEqualTo("i-0");
        assertThat(shell.run("integrations", "list")).isEqualTo(ExitCode.OK);
        assertThat(shell.out()).contains("OpenAI  openai", "gpt-4o-mini  set");
        assertThat(shell.run("integrations", "show", "OpenAI")).isEqualTo(ExitCode.OK);
        assertThat(shell.out()).contains("credentials_set  true");
        assertThat(shell.run("integrations", "test", "OpenAI")).isEqualTo(ExitCode.OK);
        assertThat(shell.out()).contains("gpt-4o-mini answered in 12 ms: Blue");
        assertThat(shell.run("integrations", "test", "second")).isEqualTo(ExitCode.FAILURE);
        assertThat(shell.err()).contains("nobody listens there");
        assertThat(shell.run("integrations", "remove", "second")).isEqualTo(ExitCode.OK);
        assertThat(shell.json("integrations", "list", "--json")).hasSize(1);
        assertThat(shell.run("integrations", "show", "second")).isEqualTo(ExitCode.FAILURE);
        assertThat(shell.run("integrations", "add", "--type", "openai", "--name", "x", "--key-env", "NOT_SET_ANYWHERE"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void listsModelsWithTheirPrices() throws Exception {
        assertThat(shell.run("models", "--capability", "chat")).isEqualTo(ExitCode.OK);
        assertThat(shell.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "MODEL PROVIDER INTEGRATION FOR DIMENSIONS INPUT OUTPUT",
                        "gpt-4o openai mine chat - 2.5 10",
                        "bge openai_compatible - embedding 1024 unknown unknown");
        assertThat(shell.json("models", "--json").path("items")).hasSize(2);
        assertThat(shell.run("models", "--capability", "flying")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void demonstratesARepositoryInOneDocument() throws Exception {
        JsonNode demo = shell.json("demo", "--exit", "--json", "--repo", "/src/kafka");

        assertThat(demo.fieldNames())
                .toIterable()
                .containsExactly("project", "items", "chunks", "searches", "usage", "timings", "url");
        assertThat(demo.path("project").path("meta").path("ai_generated_tags")).hasSize(2);
        assertThat(demo.path("items").toString()).isEqualTo("{\"captured\":3,\"commits\":2,\"documents\":1}");
        assertThat(demo.path("chunks").toString()).isEqualTo("{\"completed\":5,\"pending\":0,\"failed\":0}");
        assertThat(demo.path("searches")).hasSize(3).first().satisfies(search -> {
            assertThat(search.path("query").asText()).isEqualTo("message ordering");
            assertThat(search.path("hits").get(0).fieldNames())
                    .toIterable()
                    .containsExactly("title", "score", "item_id");
        });
        assertThat(demo.path("usage").path("total_requests").asInt()).isEqualTo(2);
        assertThat(demo.path("timings").path("enriched_seconds").asDouble()).isPositive();
        assertThat(demo.path("url").asText()).isEqualTo(shell.stack().url());
    }

    @Test
    void waitsWhileTheStackRecovers() {
        shell.stack().breakFor(2);

        assertThat(shell.run("usage")).isEqualTo(ExitCode.OK);
        assertThat(shell.err()).contains("cannot answer now (503): The service is away; trying again for up to 5 s");
    }

    @Test
    void endsWithItsDocumentedExitCodes() {
        assertThat(shell.run("--help")).isEqualTo(ExitCode.OK);
        assertThat(shell.run("search")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("import")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("start")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("search", "x", "--project", "unknown")).isEqualTo(ExitCode.FAILURE);
        assertThat(shell.run("status")).isEqualTo(ExitCode.FAILURE);
        assertThat(shell.err()).contains("answers 404: There is nothing at this address [trace abc]");

        assertThat(shell.run("usage", "--data", directory.resolve("none").toString()))
                .isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(shell.run("status", "--data", directory.resolve("none").toString()))
                .isEqualTo(ExitCode.NOT_RUNNING);

        System.setProperty("COLOPHON_API_KEY", "col_wrong");
        assertThat(shell.run("usage")).isEqualTo(ExitCode.UNAUTHORISED);
        System.setProperty("COLOPHON_PATIENCE", "0");
        shell.stack().close();
        assertThat(shell.run("usage")).isEqualTo(ExitCode.NOT_RUNNING);
    }

    @Test
    void tellsOfAKilledStackThatItIsStopped() throws Exception {
        Files.createDirectories(directory.resolve("run"));
        Files.writeString(directory.resolve("run").resolve("state.json"), """
                {"state": "running", "url": "http://localhost:1", "processes": [
                  {"name": "launcher", "pid": %d, "port": null, "state": "up", "restarts": 0},
                  {"name": "usage-service", "pid": 99999999, "port": 20001, "state": "up", "restarts": 2}]}
                """.formatted(
                        ProcessHandle.current().pid()));

        assertThat(shell.run("status", "--json", "--data", directory.toString()))
                .isEqualTo(ExitCode.NOT_RUNNING);

        JsonNode status = shell.document();
        assertThat(status.path("state").asText()).isEqualTo("stopped");
        assertThat(status.path("url").isNull()).isTrue();
        assertThat(status.path("processes"))
                .allSatisfy(
                        process -> assertThat(process.path("state").asText()).isEqualTo("stopped"));
        assertThat(shell.run("stop", "--data", directory.toString())).isEqualTo(ExitCode.OK);
    }

    @Test
    void showsTheLastLinesOfALog() throws Exception {
        Files.createDirectories(directory.resolve("logs"));
        Files.writeString(directory.resolve("logs").resolve("etl-service.log"), "one\ntwo\nthree\n");

        assertThat(shell.run("logs", "etl", "-n", "2", "--data", directory.toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.out().lines()).containsExactly("two", "three");
        assertThat(shell.run("logs", "nobody", "--data", directory.toString())).isEqualTo(ExitCode.FAILURE);
    }
}
