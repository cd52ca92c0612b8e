package dev.colophon.embedding;

import dev.colophon.testing.MetricsReference;
import org.junit.jupiter.api.Test;

class MetricsReferenceTests {

    @Test
    void documentsEveryMetric() {
        MetricsReference.assertUpToDate();
    }
}
