package dev.colophon.ai.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceGraphTests {

    @Test
    void theSentenceThatOthersResembleIsTheMostCentral() {
        SentenceGraph graph = new SentenceGraph(List.of(
                List.of("kafka", "broker"),
                List.of("kafka", "listener", "broker"),
                List.of("listener", "container"),
                List.of("weather")));

        assertThat(graph.centrality()[1]).isEqualTo(1.0);
        assertThat(graph.centrality()[3]).isLessThan(graph.centrality()[0]);
    }

    @Test
    void aSentenceIsWhollyLikeItselfAndUnlikeAStranger() {
        SentenceGraph graph = new SentenceGraph(List.of(List.of("kafka", "broker"), List.of("weather")));

        assertThat(graph.similarity(0, 0)).isCloseTo(1, within(1e-9));
        assertThat(graph.similarity(0, 1)).isZero();
    }

    @Test
    void sentencesWithoutContentDoNoHarm() {
        assertThat(new SentenceGraph(List.of(List.of(), List.of("kafka"))).centrality())
                .doesNotContain(Double.NaN);
        assertThat(new SentenceGraph(List.of()).centrality()).isEmpty();
    }
}
