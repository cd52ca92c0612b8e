package dev.colophon.embedding.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.colophon.embedding.chunk.EmbeddingSpace;
import dev.colophon.web.problem.OpenAiError;
import dev.colophon.web.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingInputTests {

    private static final EmbeddingSpace SPACE = new EmbeddingSpace("local", "all-minilm-l6-v2", "r1", 384);
    private static final ObjectMapper JSON =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    @Test
    void takesOneTextOrMany() throws Exception {
        assertThat(read("{'model':'all-minilm-l6-v2','input':'a'}").texts()).containsExactly("a");
        EmbeddingInput many =
                read("{'model':'all-minilm-l6-v2','input':['a','b'],'dimensions':384,'encoding_format':'base64'}");
        assertThat(many.texts()).containsExactly("a", "b");
        assertThat(many.format()).isEqualTo(VectorFormat.BASE64);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'input':'a'}                                                    | model
            {'model':'all-minilm-l6-v2'}                                     | input
            {'model':'all-minilm-l6-v2','input':null}                        | input
            {'model':'all-minilm-l6-v2','input':[]}                          | input
            {'model':'all-minilm-l6-v2','input':{}}                          | input
            {'model':'all-minilm-l6-v2','input':['a',' ']}                   | input[1]
            {'model':'all-minilm-l6-v2','input':[1,2,3]}                     | input[0]
            {'model':'all-minilm-l6-v2','input':['a',[1,2]]}                 | input[1]
            {'model':'all-minilm-l6-v2','input':[true]}                      | input[0]
            {'model':'all-minilm-l6-v2','input':'a','dimensions':256}        | dimensions
            {'model':'all-minilm-l6-v2','input':'a','encoding_format':'hex'} | encoding_format
            """)
    void namesTheFieldThatItRefuses(String body, String field) {
        OpenAiError.Body error = refused(body);

        assertThat(error.param()).isEqualTo(field);
        assertThat(error.type()).isEqualTo("invalid_request_error");
        assertThat(error.message()).contains(field);
    }

    @Test
    void refusesMoreTextsThanItTakes() {
        String many = String.join(",", Collections.nCopies(EmbeddingInput.MOST_TEXTS + 1, "'a'"));

        assertThat(refused("{'model':'all-minilm-l6-v2','input':[" + many + "]}")
                        .message())
                .contains("2049");
    }

    @Test
    void knowsNoOtherModel() {
        assertThat(refused("{'model':'text-embedding-3-small','input':'a'}").code())
                .isEqualTo("model_not_found");
    }

    @Test
    void writesFloatsInLittleEndianOrder() {
        float[] vector = {0.5f, -1.25f};

        byte[] bytes = Base64.getDecoder().decode((String) VectorFormat.BASE64.write(vector));

        ByteBuffer read = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new float[] {read.getFloat(), read.getFloat()}).containsExactly(vector);
    }

    private static EmbeddingInput read(String body) throws Exception {
        return EmbeddingInput.of(JSON.readValue(body.replace('\'', '"'), EmbeddingsRequest.class), SPACE);
    }

    private static OpenAiError.Body refused(String body) {
        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> read(body));
        return OpenAiError.of(refusal.problem()).error();
    }
}
