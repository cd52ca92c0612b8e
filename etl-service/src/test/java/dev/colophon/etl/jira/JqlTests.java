package dev.colophon.etl.jira;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JqlTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "project = EX",
                "summary ~ \"order by\" OR (a = 'x)' AND b in (1, 2))",
                "summary ~ \"a \\\" order by ) b\"",
                "borderBy = 1 AND orders = by",
            })
    void takesFiltersThatStandInBrackets(String filter) {
        assertThat(Jql.fault(filter)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"project = EX ORDER BY updated", "order\tby x", "a = \"b\"order\nBY c", "(a = 1)order by b"})
    void refusesAnOrder(String filter) {
        assertThat(Jql.fault(filter)).get().asString().startsWith("must not have an ORDER BY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = 1) OR (b = 2", "a = (1", "a = 'b", "a = \"b\\\""})
    void refusesWhatWouldBreakOutOfItsBrackets(String filter) {
        assertThat(Jql.fault(filter)).isPresent();
    }

    @Test
    void putsConditionsTogether() {
        assertThat(Jql.scope(List.of(), " ")).isEmpty();
        assertThat(Jql.scope(List.of("EX", "a\\\"b"), "a = 1 OR b = 2"))
                .isEqualTo("project in (\"EX\", \"a\\\\\\\"b\") AND (a = 1 OR b = 2)");
        assertThat(Jql.and("", "x")).isEqualTo("x");
        assertThat(Jql.and("(a)", "x")).isEqualTo("(a) AND x");
    }
}
