package dev.colophon.metadata.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ChatStreamTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HELLO =
            "{\"id\":\"c-1\",\"model\":\"gpt-x-2026\",\"choices\":[{\"delta\":{\"content\":\"Hello you\"}}]}";
    private static final String USAGE =
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":0,\"prompt_tokens_details\":{\"cached_tokens\":4}}}";

    @Test
    void handsOnEveryChunkAsItCame() {
        ChatStream stream = new ChatStream(JSON, true);

        assertThat(stream.pass(HELLO)).contains(HELLO);
        assertThat(stream.pass(USAGE)).contains(USAGE);
        assertThat(stream.isDone()).isFalse();
        assertThat(stream.pass(" [DONE]")).contains(ChatStream.DONE);
        assertThat(stream.isDone()).isTrue();
        assertThat(stream.model()).contains("gpt-x-2026");
        assertThat(stream.id()).isEqualTo("c-1");
    }

    @Test
    void keepsUsageToItselfWhereNobodyAskedForIt() {
        ChatStream stream = new ChatStream(JSON, false);

        assertThat(stream.pass(USAGE)).isEmpty();
        assertThat(stream.usage(99)).isEqualTo(new ChatUsage(12L, 0L, 4L, false));
    }

    @Test
    void estimatesWhatABrokenStreamProduced() {
        ChatStream stream = new ChatStream(JSON, false);
        stream.pass(HELLO);
        stream.pass(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"find\",\"arguments\":\"{}\"}}]}}]}");

        assertThat(stream.usage(99)).isEqualTo(new ChatUsage(99L, 4L, null, true));
    }

    @Test
    void refusesWhatIsNoChunk() {
        for (String wrong : new String[] {"<html>", "[]", "{\"error\":{\"message\":\"overloaded\"}}", "7"}) {
            assertThatExceptionOfType(ChatStream.UnreadableChunkException.class)
                    .isThrownBy(() -> new ChatStream(JSON, false).pass(wrong))
                    .withMessageNotContaining("overloaded");
        }
    }
}
