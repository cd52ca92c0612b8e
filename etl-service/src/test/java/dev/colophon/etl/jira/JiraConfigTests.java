package dev.colophon.etl.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JiraConfigTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void fillsDefaultsIn() throws IOException {
        assertThat(JiraConfig.of(json("{'base_url': 'https://x.atlassian.net//'}"))
                        .json())
                .isEqualTo(json("{'base_url': 'https://x.atlassian.net', 'deployment': 'cloud', 'projects': [],"
                        + " 'jql': null, 'custom_fields': [], 'include_comments': true, 'include_changelog': true,"
                        + " 'register_webhook': false}"));
        assertThat(JiraConfig.of(json("{'base_url': 'https://jira.example/jira'}"))
                        .cloud())
                .isFalse();
    }

    @Test
    void readsWhatItWrote() throws IOException {
        JiraConfig config = JiraConfig.of(json("{'base_url': 'https://x.example', 'deployment': 'cloud',"
                + " 'projects': ['A'], 'jql': 'b = 1', 'custom_fields': ['C'], 'include_comments': false,"
                + " 'register_webhook': true}"));

        assertThat(JiraConfig.of(config.json())).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "{}§config.base_url",
                "{'base_url': 'ftp://x.example'}§config.base_url",
                "{'base_url': 'https://'}§config.base_url",
                "{'base_url': 'https://user:pw@x.example'}§config.base_url",
                "{'base_url': 'https://x.example/?a=b'}§config.base_url",
                "{'base_url': 'https://x.example', 'deployment': 'server'}§config.deployment",
                "{'base_url': 'https://x.example', 'jql': 'a = 1 order by b'}§config.jql",
                "{'base_url': 'https://x.example', 'projects': 'A'}§config.projects",
                "{'base_url': 'https://x.example', 'custom_fields': [1]}§config.custom_fields",
                "{'base_url': 'https://x.example', 'include_comments': 'yes'}§config.include_comments",
                "{'base_url': 'https://x.example', 'register_webhook': true}§config.register_webhook",
                "{'base_url': 'https://x.example', 'password': 'x'}§config.password",
            })
    void namesTheFieldThatIsWrong(String config, String field) {
        assertThatThrownBy(() -> JiraConfig.of(json(config)))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(
                                problem.problem().errors())
                        .extracting(FieldError::field)
                        .containsExactly(field));
    }

    @Test
    void takesOneWayToSignIn() throws IOException {
        for (String credentials : List.of(
                "{'email': 'a@example.invalid', 'api_token': 't'}",
                "{'personal_access_token': 't', 'webhook_secret': '0123456789abcdef'}",
                "{'oauth_client_id': 'i', 'oauth_client_secret': 's'}")) {
            JsonNode checked = JiraCredentials.checked(json(credentials));
            assertThat(checked).isEqualTo(json(credentials));
            assertThat(JiraCredentials.of(checked).toString()).endsWith("[hidden]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            nullValues = "null",
            value = {
                "null§credentials.api_token",
                "{}§credentials.api_token",
                "{'email': 'a@example.invalid'}§credentials.api_token",
                "{'api_token': 't'}§credentials.email",
                "{'api_token': 't', 'email': 'a', 'personal_access_token': 'x'}§credentials.api_token",
                "{'personal_access_token': ' '}§credentials.personal_access_token",
                "{'personal_access_token': 't', 'webhook_secret': 'short'}§credentials.webhook_secret",
                "{'personal_access_token': 't', 'token': 'short'}§credentials.token",
            })
    void namesTheCredentialThatIsWrong(String credentials, String field) {
        assertThatThrownBy(() -> JiraCredentials.checked(credentials == null ? null : json(credentials)))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(
                                problem.problem().errors())
                        .extracting(FieldError::field)
                        .containsExactly(field));
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
