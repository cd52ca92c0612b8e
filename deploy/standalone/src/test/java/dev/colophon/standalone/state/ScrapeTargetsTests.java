package dev.colophon.standalone.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrapeTargetsTests {

    @Test
    void makesEachServiceAJobOfItsName() throws Exception {
        String document = ScrapeTargets.document(Map.of("metadata-service", 20_001));

        assertThat(new ObjectMapper().readTree(document))
                .isEqualTo(new ObjectMapper()
                        .readTree("[{\"targets\":[\"127.0.0.1:20001\"],\"labels\":{\"job\":\"metadata-service\"}}]"));
    }
}
