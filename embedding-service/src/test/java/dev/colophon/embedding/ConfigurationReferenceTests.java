package dev.colophon.embedding;

import dev.colophon.testing.ConfigurationReference;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTests {

    @Test
    void documentsEverySetting() {
        ConfigurationReference.assertUpToDate();
    }
}
