package dev.colophon.etl.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;

/**
 * Reads items out of a request body: one JSON array, or one object a line (NDJSON). Lines are read as they arrive and as
 * fast as they are taken; what waits in memory does not grow with their number.
 */
final class SentBody {

    private static final ObjectReader JSON =
            new JsonMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final SentProperties limits;
    private final UUID clientId;
    private final UUID projectId;

    SentBody(SentProperties limits, UUID clientId, UUID projectId) {
        this.limits = limits;
        this.clientId = clientId;
        this.projectId = projectId;
    }

    /**
     * Its lines or elements, blank ones passed over.
     *
     * @return {@code 400} for an empty body and where one that begins as an array is none, {@code 413} for one that is too
     *     large
     */
    Flux<SentLine> read(Flux<DataBuffer> body) {
        return body.switchOnFirst((first, all) -> {
            DataBuffer buffer = first.get();
            if (buffer == null) {
                return all.thenMany(Flux.error(() -> ProblemException.badRequest("The body is empty")));
            }
            return beginsArray(buffer) ? array(all) : lines(all);
        });
    }

    private Flux<SentLine> lines(Flux<DataBuffer> body) {
        Lines lines = new Lines((int) limits.maxLine().toBytes());
        return body.map(new Counted())
                .concatMapIterable(lines::feed, 1)
                .concatWith(Flux.defer(() -> Flux.fromIterable(lines.rest())))
                .filter(line -> !line.isBlank())
                .map(line -> SentLine.of(line, (int) limits.maxLine().toBytes(), clientId, projectId));
    }

    private Flux<SentLine> array(Flux<DataBuffer> body) {
        return DataBufferUtils.join(body, (int) limits.maxArray().toBytes())
                .map(SentBody::bytes)
                .onErrorMap(
                        DataBufferLimitException.class,
                        e -> ProblemException.tooLarge("An array of items has at most "
                                + limits.maxArray().toMegabytes() + " MB; lines (NDJSON) may be more"))
                .flatMapIterable(this::elements);
    }

    private List<SentLine> elements(byte[] bytes) {
        JsonNode array = parsed(bytes);
        return IntStream.range(0, array.size())
                .mapToObj(i -> SentLine.of(i + 1, array.get(i), 0, clientId, projectId))
                .toList();
    }

    private static JsonNode parsed(byte[] bytes) {
        try {
            return JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw ProblemException.badRequest(
                    "The body is no JSON array",
                    new FieldError(
                            "",
                            "not valid JSON at line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr()));
        }
    }

    private static boolean beginsArray(DataBuffer buffer) {
        for (int i = buffer.readPosition(); i < buffer.writePosition(); i++) {
            byte unit = buffer.getByte(i);
            if (unit != ' ' && unit != '\n' && unit != '\r' && unit != '\t') {
                return unit == '[';
            }
        }
        return false;
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /** Counts what has come, and ends the request that goes too far. */
    private final class Counted implements Function<DataBuffer, byte[]> {

        private long count;

        @Override
        public byte[] apply(DataBuffer buffer) {
            byte[] bytes = bytes(buffer);
            count += bytes.length;
            if (count > limits.maxBody().toBytes()) {
                throw ProblemException.tooLarge("Items are sent in bodies of at most "
                        + limits.maxBody().toMegabytes() + " MB; what came before that was taken");
            }
            return bytes;
        }
    }
}
