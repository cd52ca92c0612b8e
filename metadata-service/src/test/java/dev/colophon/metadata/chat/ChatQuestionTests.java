package dev.colophon.metadata.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatQuestionTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void handsOnWhatItDoesNotRead() throws JsonProcessingException {
        ChatQuestion question = question("""
                {"model":"team-gpt","messages":[{"role":"user","content":"Hello"}],"tools":[{"type":"function"}],
                 "stream":true,"seed":7}""");

        JsonNode sent = question.forModel("gpt-4.1-mini");

        assertThat(sent.path("model").asText()).isEqualTo("gpt-4.1-mini");
        assertThat(sent.path("seed").asInt()).isEqualTo(7);
        assertThat(sent.path("tools")).hasSize(1);
        assertThat(sent.at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(question.wantsUsage()).isFalse();
        assertThat(question.body().has("stream_options")).isFalse();
    }

    @Test
    void asksForNoStreamOptionsWithoutAStream() throws JsonProcessingException {
        assertThat(question("{\"messages\":[{\"role\":\"user\"}]}")
                        .forModel("m")
                        .has("stream_options"))
                .isFalse();
    }

    @Test
    void knowsTheLongestAnswerOfAllChoices() throws JsonProcessingException {
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

        assertThat(question("{" + messages + "}").maxOutputTokens()).isNull();
        assertThat(question("{" + messages + ",\"max_tokens\":10,\"n\":3}").maxOutputTokens())
                .isEqualTo(30);
        assertThat(question("{" + messages + ",\"max_tokens\":1073741824,\"n\":4}")
                        .maxOutputTokens())
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(question("{" + messages + ",\"max_tokens\":10,\"max_completion_tokens\":5}")
                        .maxOutputTokens())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | body",
                "{} | messages",
                "{\"messages\":[]} | messages",
                "{\"messages\":[{\"content\":\"x\"}]} | messages[0].role",
                "{\"messages\":[{\"role\":\"user\"}],\"model\":7} | model",
                "{\"messages\":[{\"role\":\"user\"}],\"model\":\" \"} | model",
                "{\"messages\":[{\"role\":\"user\"}],\"stream\":\"yes\"} | stream",
                "{\"messages\":[{\"role\":\"user\"}],\"stream_options\":{\"include_usage\":1}} | stream_options.include_usage"
            })
    void namesTheFieldThatIsWrong(String body, String field) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> question(body))
                .satisfies(refusal -> assertThat(refusal.problem().errors())
                        .extracting(FieldError::field)
                        .containsExactly(field));
    }

    private static ChatQuestion question(String body) throws JsonProcessingException {
        return ChatQuestion.of(JSON.readTree(body));
    }
}
