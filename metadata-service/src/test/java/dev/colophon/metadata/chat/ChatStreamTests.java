package dev.colophon.metadata.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.spend.Attempt;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.Target;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ChatStreamTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HELLO =
            "{\"id\":\"c-1\",\"model\":\"gpt-x-2026\",\"choices\":[{\"delta\":{\"content\":\"Hello you\"}}]}";
    private static final String USAGE =
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":0,\"prompt_tokens_details\":{\"cached_tokens\":4}}}";

    private final CallRecord calls = new CallRecord("chat", Clock.systemUTC(), (attempt, target) -> {});
    private final CallRecord.Running attempt = calls.start(new Target("openai", "gpt-x", null));

    @Test
    void handsOnEveryChunkAsItCame() {
        ChatStream stream = stream(true);

        assertThat(stream.pass(HELLO)).contains(HELLO);
        assertThat(stream.pass(USAGE)).contains(USAGE);
        assertThat(stream.isDone()).isFalse();
        assertThat(stream.pass(" [DONE]")).contains("[DONE]");
        assertThat(stream.isDone()).isTrue();
        assertThat(ended().model()).isEqualTo("gpt-x-2026");
        assertThat(ended().providerCallId()).isEqualTo("c-1");
    }

    @Test
    void takesAChunkThatSaysThatThereIsNoErrorForAChunk() {
        String chunk = "{\"error\":null,\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}";

        assertThat(stream(false).pass(chunk)).contains(chunk);
    }

    @Test
    void keepsUsageToItselfWhereNobodyAskedForIt() {
        ChatStream stream = stream(false);

        assertThat(stream.pass(USAGE)).isEmpty();
        assertThat(ended().inputTokens()).isEqualTo(12);
        assertThat(ended().outputTokens()).isZero();
        assertThat(ended().cachedInputTokens()).isEqualTo(4);
        assertThat(ended().estimated()).isFalse();
    }

    @Test
    void keepsWhatTheProviderToldWhateverComesAfter() {
        ChatStream stream = stream(false);

        stream.pass(USAGE);
        stream.pass(HELLO);

        assertThat(ended().outputTokens()).isZero();
        assertThat(ended().estimated()).isFalse();
    }

    @Test
    void estimatesWhatABrokenStreamProduced() {
        ChatStream stream = stream(false);
        stream.pass(HELLO);
        stream.pass(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"find\",\"arguments\":\"{}\"}}]}}]}");

        assertThat(ended().inputTokens()).isPositive();
        assertThat(ended().outputTokens()).isEqualTo(4);
        assertThat(ended().estimated()).isTrue();
    }

    @Test
    void refusesWhatIsNoChunk() {
        for (String wrong : new String[] {"<html>", "[]", "{\"error\":{\"message\":\"overloaded\"}}", "7"}) {
            assertThatExceptionOfType(ChatStream.UnreadableChunkException.class)
                    .isThrownBy(() -> stream(false).pass(wrong))
                    .withMessageNotContaining("overloaded");
        }
    }

    private Attempt ended() {
        attempt.succeeded();
        return calls.attempts().get(0);
    }

    private ChatStream stream(boolean wantsUsage) {
        try {
            return new ChatStream(
                    JSON,
                    ChatQuestion.of(JSON.readTree(
                            "{\"stream\":true,\"stream_options\":{\"include_usage\":%s},\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                                    .formatted(wantsUsage))),
                    attempt);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
