package dev.colophon.etl.text.wiki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WikiTextTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "a *bold* and _leaning_ word§a bold and leaning word",
                "{color:red}warning{color} stays§warning stays",
                "??who said it??§who said it",
                "call {{Class#method_name_}} now§call `Class#method_name_` now",
                "[the manual|https://a.example/x_y_z]§the manual (https://a.example/x_y_z)",
                "[https://a.example/_b_/*c*]§https://a.example/_b_/*c*",
                "[https://a.example|https://a.example|smart-link]§https://a.example",
                "https://a.example/_b_/c stays§https://a.example/_b_/c stays",
                "[~ada] and [~accountid:5f8d:90a0]§@ada and @5f8d:90a0",
                "[Ada|~ada]§@Ada",
                "[^trace.log] is attached§[file: trace.log] is attached",
                "!screen shot.png|width=300! shows it§[image: screen shot.png] shows it",
                "h2. What happens§What happens",
                "bq. quoted§> quoted",
                "one\\\\ two§one⏎ two",
                "\\*not bold\\*§*not bold*",
            })
    void cleansALine(String markup, String text) {
        assertThat(WikiText.of(markup)).isEqualTo(text.replace("⏎", "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[03/04/05 6:07:08 AM] said it",
                "use {that} and {enabled: true} in {expandButton}",
                "2 * 3 * 4 and snake_case_name and a-b-c",
                "glob src/*.js and **/*.java",
                "that is great! really!",
                "array[i] = b[0]",
                "a < b && c > d",
                "why?? no idea??!",
            })
    void leavesWhatIsNoMarkup(String text) {
        assertThat(WikiText.of(text)).isEqualTo(text);
    }

    @Test
    void keepsCodeAsItIs() {
        assertThat(
                        WikiText.of(
                                "Before {code:java|title=A.java}\nif (*a*) {\n  [b|c];\n}\n{code} after {noformat}x_y_z{noformat}"))
                .isEqualTo("Before\n\n```java\nif (*a*) {\n  [b|c];\n}\n```\n\nafter\n\n```\nx_y_z\n```");
        assertThat(WikiText.of("{code}\n{code}")).isEmpty();
        assertThat(WikiText.of("never {code} closed *bold*")).isEqualTo("never  closed bold");
    }

    @Test
    void keepsQuotesPanelsAndHtml() {
        assertThat(WikiText.of("[a commit|https://x.example/c]:{quote}Feat: *more*\nand more{quote}done"))
                .isEqualTo("a commit (https://x.example/c):\n\n> Feat: more\n> and more\n\ndone");
        assertThat(WikiText.of("{panel:title=Note|borderStyle=dashed}inside{panel}"))
                .isEqualTo("Note\n\ninside");
        assertThat(WikiText.of("{html}<p>a <b>b</b></p><script>evil()</script>{html}"))
                .isEqualTo("a b");
        assertThat(WikiText.of("{toc}{anchor:top}text")).isEqualTo("text");
    }

    @Test
    void keepsTheShapeOfListsAndTables() {
        assertThat(WikiText.of("""
                # one
                ## one a
                ## one b
                # two
                * dot
                ** inner *dot*
                - dash

                ----
                ||Name||Value||
                |a|[x|https://x.example]|
                |{{p|q}}| |
                """)).isEqualTo("""
                1. one
                  1. one a
                  2. one b
                2. two
                - dot
                  - inner dot
                - dash

                Name | Value
                a | x (https://x.example)
                `p|q` |""");
    }

    @Test
    void givesNothingForNothing() {
        assertThat(WikiText.of(null)).isEmpty();
        assertThat(WikiText.of(" \r\n ")).isEmpty();
    }

    @Test
    void takesHostileTextInGoodTime() {
        for (String part : new String[] {
            "*a", "_a ", "[a|", "{{a", "!a.", "{code}", "{code:x}", "??a", "{quote}", "||", "# a\n", "\\"
        }) {
            String text = part.repeat(100_000 / part.length());
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> WikiText.of(text), part);
        }
    }
}
