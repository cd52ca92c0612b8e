package dev.colophon.etl.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.web.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceChangesTests {

    @Test
    void tellsNullFromWhatIsLeftOut() throws Exception {
        assertThat(changes("{\"paused\": true}").schedule()).isNull();
        assertThat(changes("{\"paused\": true}").credentials()).isNull();
        assertThat(changes("{\"schedule\": null}").schedule().isNull()).isTrue();
        assertThat(changes("{\"name\": \" Kafka \"}").name()).isEqualTo("Kafka");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | ''",
                "{\"type\": \"git\"} | type",
                "{\"name\": \" \"} | name",
                "{\"name\": null} | name",
                "{\"paused\": \"yes\"} | paused",
                "{\"paused\": null} | paused"
            })
    void namesTheFieldAtFault(String body, String field) {
        assertThatThrownBy(() -> changes(body)).isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(
                        refused.problem().errors().get(0).field())
                .isEqualTo(field));
    }

    private static SourceChanges changes(String body) throws JsonProcessingException {
        return SourceChanges.of(new ObjectMapper().readTree(body));
    }
}
