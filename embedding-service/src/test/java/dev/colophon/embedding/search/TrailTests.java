package dev.colophon.embedding.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colophon.web.problem.ProblemException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrailTests {

    @Test
    void remembersWhatWasGiven() {
        List<UUID> given = Stream.generate(UUID::randomUUID).limit(40).toList();

        Trail trail = Trail.of("a question", null).and(given.subList(0, 20)).and(given.subList(20, 40));
        Trail read = Trail.of("a question", trail.encoded());

        assertThat(given).allMatch(read::has);
        assertThat(Stream.generate(UUID::randomUUID).limit(1_000)).noneMatch(read::has);
        assertThat(read.left()).isEqualTo(Trail.LONGEST - 40);
    }

    @Test
    void staysShortEnoughForARequest() {
        Trail longest = Trail.of("q", null)
                .and(IntStream.range(0, Trail.LONGEST)
                        .mapToObj(i -> UUID.randomUUID())
                        .toList());

        assertThat(longest.encoded()).hasSizeLessThan(8_000);
        assertThat(longest.left()).isZero();
    }

    @Test
    void refusesWhatBelongsToAnotherQuestion() {
        String cursor =
                Trail.of("a question", null).and(List.of(UUID.randomUUID())).encoded();

        for (String wrong : List.of(cursor + "AAAA", "", "AAAA", "*", cursor.substring(4))) {
            assertThatThrownBy(() -> Trail.of("a question", wrong)).isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> Trail.of("another question", cursor)).isInstanceOf(ProblemException.class);
    }
}
