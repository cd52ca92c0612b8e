package dev.colophon.embedding.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.colophon.embedding.openai.EmbeddingInput.Piece.Tokens;
import dev.colophon.embedding.openai.EmbeddingInput.Piece.Words;
import dev.colophon.web.problem.OpenAiError;
import dev.colophon.web.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingInputTests {

    private static final ObjectMapper JSON =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    @Test
    void takesOneTextOrManyInWordsOrInTokens() throws Exception {
        assertThat(read("{'input':'a'}").pieces()).containsExactly(new Words("a"));
        assertThat(read("{'input':['a','b']}").pieces()).containsExactly(new Words("a"), new Words("b"));
        assertThat(read("{'input':[1,2]}").pieces()).containsExactly(new Tokens(List.of(1, 2)));
        assertThat(read("{'input':[[1],[2,3]]}").pieces())
                .containsExactly(new Tokens(List.of(1)), new Tokens(List.of(2, 3)));
    }

    @Test
    void callsAnInputAsTheClientDoes() throws Exception {
        assertThat(read("{'input':'a'}").field(0)).isEqualTo("input");
        assertThat(read("{'input':[1,2]}").field(0)).isEqualTo("input");
        assertThat(read("{'input':['a','b']}").field(1)).isEqualTo("input[1]");
    }

    @Test
    void passesOverWhatItDoesNotKnow() throws Exception {
        EmbeddingInput input =
                read("{'input':'a','encoding_format':null,'dimensions':null,'user':'u','input_type':'query'}");

        assertThat(input.format()).isEqualTo(VectorFormat.FLOAT);
        assertThat(input.dimensions()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'model':'m'}                         | input       | is required
            {'input':null}                        | input       | is required
            {'input':[]}                          | input       | not empty
            {'input':{}}                          | input       | must be a text
            {'input':''}                          | input       | must not be empty
            {'input':['a',' ']}                   | input[1]    | must not be empty
            {'input':['a',1]}                     | input[1]    | must be a text
            {'input':[true]}                      | input[0]    | must be a text
            {'input':[[]]}                        | input[0]    | must not be empty
            {'input':[1,-2]}                      | input[1]    | must be the number of a token
            {'input':[1,'a']}                     | input[1]    | must be the number of a token
            {'input':[[1],[2,3.5]]}               | input[1][1] | must be the number of a token
            {'input':[1,99999999999]}             | input[1]    | must be the number of a token
            {'input':'a','dimensions':0}          | dimensions  | at least 1
            {'input':'a','encoding_format':'hex'} | encoding_format | float or base64
            """)
    void namesTheFieldThatItRefuses(String body, String field, String why) {
        OpenAiError.Body error = refused(body);

        assertThat(error.param()).isEqualTo(field);
        assertThat(error.type()).isEqualTo("invalid_request_error");
        assertThat(error.message()).contains(field).contains(why);
    }

    @Test
    void refusesMoreTextsThanItTakes() {
        String many = String.join(",", Collections.nCopies(EmbeddingInput.MOST_TEXTS + 1, "'a'"));

        assertThat(refused("{'input':[" + many + "]}").message()).contains("2049");
    }

    @Test
    void writesFloatsInLittleEndianOrder() {
        float[] vector = {0.5f, -1.25f};

        byte[] bytes = Base64.getDecoder().decode((String) VectorFormat.BASE64.write(vector));

        ByteBuffer read = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new float[] {read.getFloat(), read.getFloat()}).containsExactly(vector);
    }

    private static EmbeddingInput read(String body) throws Exception {
        return EmbeddingInput.of(JSON.readValue(body.replace('\'', '"'), EmbeddingsRequest.class));
    }

    private static OpenAiError.Body refused(String body) {
        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> read(body));
        return OpenAiError.of(refusal.problem()).error();
    }
}
