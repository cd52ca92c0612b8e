package dev.colophon.etl.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.etl.item.Lines.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTests {

    @Test
    void putsLinesTogetherWhereverTheyAreCut() {
        byte[] bytes = "one\r\n\nthrée\nfour".getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size <= bytes.length; size++) {
            assertThat(texts(fed(new Lines(100), bytes, size))).containsExactly("1:one\r", "2:", "3:thrée", "4:four");
        }
    }

    @Test
    void passesOverALineThatIsTooLongAndCountsOn() {
        byte[] bytes = ("ok\n" + "x".repeat(50) + "\nfine\n" + "y".repeat(11)).getBytes(StandardCharsets.UTF_8);
        for (int size : new int[] {1, 7, 1_000}) {
            assertThat(texts(fed(new Lines(10), bytes, size))).containsExactly("1:ok", "2:null", "3:fine", "4:null");
        }
    }

    @Test
    void endsWithTheLastLine() {
        assertThat(fed(new Lines(10), "a\n".getBytes(StandardCharsets.UTF_8), 10))
                .hasSize(1);
        assertThat(fed(new Lines(10), new byte[0], 10)).isEmpty();
    }

    private static List<Line> fed(Lines lines, byte[] bytes, int size) {
        List<Line> all = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += size) {
            all.addAll(lines.feed(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size))));
        }
        all.addAll(lines.rest());
        return all;
    }

    private static List<String> texts(List<Line> lines) {
        return lines.stream()
                .map(line -> line.number() + ":"
                        + (line.bytes() == null ? null : new String(line.bytes(), StandardCharsets.UTF_8)))
                .toList();
    }
}
