package dev.colophon.etl.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colophon.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class SentBodyTests {

    private static final String ITEM =
            "{\"external_id\":\"%d\",\"kind\":\"document\",\"title\":\"T\",\"text\":\"text\"}";

    private final SentBody sent = body("256MB", "1KB", "1KB");

    @Test
    void asksForNoMoreLinesThanAreTaken() {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger ahead = new AtomicInteger();
        Flux<DataBuffer> body = Flux.range(1, 100_000).map(i -> {
            ahead.accumulateAndGet(made.incrementAndGet() - taken.get(), Math::max);
            return buffer(ITEM.formatted(i) + "\n");
        });

        SentItems result = sent.read(body)
                .bufferUntil(new SentBatches())
                .concatMap(
                        batch -> Mono.fromSupplier(() -> {
                            taken.addAndGet(batch.size());
                            return batch;
                        }),
                        1)
                .reduce(SentItems.NONE, SentItems::and)
                .block();

        assertThat(result).isEqualTo(new SentItems(100_000, List.of(), 0));
        assertThat(ahead.get()).isLessThan(5 * SentBatches.LINES);
    }

    @Test
    void rejectsByLineWhatCannotBeRead() {
        String longLine = "{\"text\":\"" + "x".repeat(2_000) + "\"}";
        String body = ITEM.formatted(1) + "\n\n" + longLine + "\n{\"a\":\n" + ITEM.formatted(5) + " trailing\n"
                + ITEM.formatted(6);

        List<SentLine> lines = sent.read(Flux.just(buffer(body))).collectList().block();

        assertThat(lines)
                .extracting(line -> line.number() + ": " + line.message())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("1: null"),
                        line -> assertThat(line).isEqualTo("3: longer than 1024 bytes"),
                        line -> assertThat(line).startsWith("4: not valid JSON at column"),
                        line -> assertThat(line).startsWith("5: not valid JSON at column"),
                        line -> assertThat(line).isEqualTo("6: null"));
    }

    @Test
    void rejectsALineThatIsNoUtf8() {
        byte[] line = ITEM.formatted(1).getBytes(StandardCharsets.UTF_8);
        line[line.length - 4] = (byte) 0xff;

        List<SentLine> lines = sent.read(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(line)))
                .collectList()
                .block();

        assertThat(lines).extracting(SentLine::draft).containsOnlyNulls();
    }

    @Test
    void tellsTheFirstRejectionsAndCountsAll() {
        SentItems items = sent.read(Flux.just(buffer("x\n".repeat(5_000))))
                .collectList()
                .map(SentItems.NONE::and)
                .block();

        assertThat(items.rejected()).hasSize(SentItems.TOLD);
        assertThat(items.rejectedTotal()).isEqualTo(5_000);
    }

    @Test
    void takesAnArrayAsAWhole() {
        assertThat(sent.read(Flux.just(buffer(" \n[" + ITEM.formatted(1) + ","), buffer("7]")))
                        .collectList()
                        .block())
                .extracting(SentLine::message)
                .containsExactly(null, "must be a JSON object");
        assertThat(sent.read(Flux.just(buffer("[]"))).collectList().block()).isEmpty();
        StepVerifier.create(sent.read(Flux.just(buffer("[1,")))).verifyErrorMessage("The body is no JSON array");
        assertThatThrownBy(() -> sent.read(Flux.just(buffer("[" + " ".repeat(2_000) + "]")))
                        .blockLast())
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("An array of items has at most");
    }

    @Test
    void refusesNothingAndTooMuch() {
        StepVerifier.create(sent.read(Flux.empty())).verifyErrorMessage("The body is empty");
        assertThatThrownBy(() -> body("1KB", "1KB", "1KB")
                        .read(Flux.range(1, 100).map(i -> buffer(ITEM.formatted(i) + "\n")))
                        .blockLast())
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("Items are sent in bodies of at most");
    }

    private static SentBody body(String most, String line, String array) {
        return new SentBody(
                new SentProperties(DataSize.parse(most), DataSize.parse(line), DataSize.parse(array)),
                UUID.randomUUID(),
                UUID.randomUUID());
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
