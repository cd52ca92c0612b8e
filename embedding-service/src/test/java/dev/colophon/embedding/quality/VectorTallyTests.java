package dev.colophon.embedding.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.embedding.quality.VectorTally.Magnitude;
import dev.colophon.embedding.vector.VectorBytes;
import java.nio.ByteBuffer;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class VectorTallyTests {

    private final VectorTally tally = new VectorTally();

    @Test
    void measuresLengths() {
        add(3, 4);
        add(0, 1);
        add(0, 3);

        assertThat(tally.magnitude()).isEqualTo(new Magnitude(3, 1.632993, 1, 5));
    }

    @Test
    void countsWhatIsNoVector() {
        add(0, 0);
        add(Float.NaN, 1);
        add(Float.NEGATIVE_INFINITY, 1);
        add(1, 0, 0);
        add(1, 0);

        assertThat(tally.zero()).isEqualTo(1);
        assertThat(tally.notFinite()).isEqualTo(2);
        assertThat(tally.dimensions()).isEqualTo(2);
        assertThat(tally.ofOtherDimensions()).isEqualTo(1);
        assertThat(tally.magnitude().mean()).isCloseTo(2.0 / 3, Offset.offset(1e-6));
    }

    @Test
    void scoresSoundVectorsWithOne() {
        add(0, 1);
        add(1, 0);

        assertThat(Figures.of("m", tally, 0, 0).qualityScore()).isEqualTo(1);
        assertThat(Figures.of("m", tally, 1, 0).qualityScore()).isEqualTo(1);
        assertThat(Figures.of("m", tally, 0, 1).qualityScore()).isEqualTo(0.5);
        assertThat(Figures.of("m", new VectorTally(), 0, 0).qualityScore()).isEqualTo(1);
    }

    @Test
    void multipliesWhatIsWrong() {
        add(0, 1);
        add(1, 0);
        add(0, 0);
        add(1, 0, 0);

        Figures figures = Figures.of("m", tally, 0, 0);

        assertThat(figures.dimensionConsistency()).isEqualTo(0.75);
        double evenness = 1 - Math.sqrt(0.75 * 0.25) / 0.75;
        assertThat(figures.qualityScore()).isCloseTo(0.5 * evenness, Offset.offset(1e-6));
    }

    @Test
    void comparesVectorsThatCanBeCompared() {
        assertThat(DriftSample.cosine(new float[] {1, 0}, new float[] {2, 0})).isEqualTo(1);
        assertThat(DriftSample.cosine(new float[] {1, 0}, new float[] {1, 0, 0}))
                .isZero();
        assertThat(DriftSample.cosine(new float[] {0, 0}, new float[] {1, 0})).isZero();
    }

    private void add(float... vector) {
        tally.add(ByteBuffer.wrap(VectorBytes.of(List.of(vector), vector.length)));
    }
}
