package dev.colophon.embedding.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.boot.web.codec.CodecCustomizer;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.EncodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.codec.CodecConfigurer;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes answers piece by piece, as the connection takes them: in JSON the vectors of one request are many times what they
 * are in memory.
 */
@Component
class EmbeddingsAnswerWriter implements HttpMessageWriter<EmbeddingsAnswer>, CodecCustomizer {

    private static final int VECTORS_A_PIECE = 32;

    private final ObjectMapper json;

    EmbeddingsAnswerWriter(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void customize(CodecConfigurer codecs) {
        codecs.customCodecs().register(this);
    }

    @Override
    public List<MediaType> getWritableMediaTypes() {
        return List.of(MediaType.APPLICATION_JSON);
    }

    @Override
    public boolean canWrite(ResolvableType type, @Nullable MediaType mediaType) {
        return type.toClass() == EmbeddingsAnswer.class
                && (mediaType == null || MediaType.APPLICATION_JSON.isCompatibleWith(mediaType));
    }

    @Override
    public Mono<Void> write(
            Publisher<? extends EmbeddingsAnswer> answers,
            ResolvableType type,
            @Nullable MediaType mediaType,
            ReactiveHttpOutputMessage message,
            Map<String, Object> hints) {
        return Mono.from(answers).flatMap(answer -> {
            message.getHeaders().setContentType(MediaType.APPLICATION_JSON);
            return message.writeWith(pieces(answer, message.bufferFactory()));
        });
    }

    /** Every piece is made when it is asked for. */
    private Flux<DataBuffer> pieces(EmbeddingsAnswer answer, DataBufferFactory buffers) {
        List<EmbeddingsAnswer.Datum> data = answer.data();
        int count = (data.size() + VECTORS_A_PIECE - 1) / VECTORS_A_PIECE;
        Flux<String> vectors = Flux.range(0, count).map(piece -> {
            int from = piece * VECTORS_A_PIECE;
            return (piece == 0 ? "" : ",") + written(data.subList(from, Math.min(data.size(), from + VECTORS_A_PIECE)));
        });
        return Flux.concat(
                        Mono.just("{\"object\":" + text(answer.object()) + ",\"data\":["),
                        vectors,
                        Mono.fromSupplier(() ->
                                "],\"model\":" + text(answer.model()) + ",\"usage\":" + text(answer.usage()) + "}"))
                .map(piece -> buffers.wrap(piece.getBytes(StandardCharsets.UTF_8)));
    }

    private String written(List<EmbeddingsAnswer.Datum> data) {
        List<String> written = new ArrayList<>(data.size());
        data.forEach(datum -> written.add(text(datum)));
        return String.join(",", written);
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new EncodingException("a vector cannot be written", e);
        }
    }
}
