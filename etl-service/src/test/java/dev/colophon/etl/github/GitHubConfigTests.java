package dev.colophon.etl.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.events.item.ItemKind;
import dev.colophon.web.problem.ProblemException;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GitHubConfigTests {

    @Test
    void fillsInDefaults() throws Exception {
        GitHubConfig config = checked("{\"owner\":\"octo\",\"repositories\":[\"a\",\"b\",\"other/c\",\"a\"]}");

        assertThat(config.baseUrl()).isEqualTo(URI.create("https://api.github.com"));
        assertThat(config.repositories()).containsExactly("octo/a", "octo/b", "other/c");
        assertThat(config.kinds())
                .containsExactlyInAnyOrder(ItemKind.GITHUB_ISSUE, ItemKind.PULL_REQUEST, ItemKind.COMMIT);
        assertThat(config.branches()).isEmpty();
        assertThat(config.since()).isNull();
    }

    @Test
    void takesAnEnterpriseServerAndADay() throws Exception {
        GitHubConfig config = checked("{\"base_url\":\"https://git.example.invalid/api/v3/\",\"organization\":\"octo\","
                + "\"include\":[\"issues\"],\"since\":\"2026-01-31\",\"branches\":[\"main\"]}");

        assertThat(config.baseUrl()).hasToString("https://git.example.invalid/api/v3");
        assertThat(config.since()).isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
        assertThat(config.includes(ItemKind.COMMIT)).isFalse();
        assertThat(config.covers("Octo/any")).isTrue();
        assertThat(config.covers("octopus/any")).isFalse();
        assertThat(config.coversBranch("main", "trunk")).isTrue();
        assertThat(config.coversBranch("trunk", "trunk")).isFalse();
    }

    @Test
    void namesTheFieldThatIsWrong() {
        refused("{}", "config.owner");
        refused("{\"owner\":\"a/b\"}", "config.owner");
        refused("{\"owner\":\"octo\",\"organization\":\"octo\"}", "config.organization");
        refused("{\"repositories\":[\"a\"]}", "config.repositories");
        refused("{\"repositories\":[\"octo/..\"]}", "config.repositories");
        refused("{\"repositories\":[\"octo/a?b\"]}", "config.repositories");
        refused("{\"owner\":\"octo\",\"include\":[\"wiki\"]}", "config.include");
        refused("{\"owner\":\"octo\",\"since\":\"yesterday\"}", "config.since");
        refused("{\"owner\":\"octo\",\"since\":\"1970-01-01\"}", "config.since");
        refused("{\"owner\":\"octo\",\"base_url\":\"https://github.com\"}", "config.base_url");
        refused("{\"owner\":\"octo\",\"base_url\":\"ftp://x\"}", "config.base_url");
        refused("{\"owner\":\"octo\",\"base_url\":\"https://x/api?y=z\"}", "config.base_url");
        refused("{\"owner\":\"octo\",\"path\":\"/\"}", "config.path");
    }

    private static void refused(String json, String field) {
        assertThatThrownBy(() -> checked(json)).isInstanceOfSatisfying(ProblemException.class, refusal -> assertThat(
                        refusal.problem().errors())
                .singleElement()
                .satisfies(error -> assertThat(error.field()).isEqualTo(field)));
    }

    private static GitHubConfig checked(String json) throws Exception {
        return GitHubConfig.of(GitHubConfig.checked(new JsonMapper().readTree(json)));
    }
}
