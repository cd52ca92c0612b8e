package dev.colophon.etl.github.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinksTests {

    @Test
    void keepsAddressesWordForWord() {
        Links links = Links.of(List.of(
                "<https://api.github.com/repositories/1/issues?since=2026-01-01T00%3A00%3A00Z&after=Y3Vyc29y%3D%3D>;"
                        + " rel=\"next\", <https://api.github.com/repositories/1/issues?page=9>; title=x; rel=last"));

        assertThat(links.target("next"))
                .contains(
                        "https://api.github.com/repositories/1/issues?since=2026-01-01T00%3A00%3A00Z&after=Y3Vyc29y%3D%3D");
        assertThat(links.target("last")).contains("https://api.github.com/repositories/1/issues?page=9");
        assertThat(links.target("prev")).isEmpty();
    }

    @Test
    void takesWhatIsNoLinkForNone() {
        assertThat(Links.of(List.of("", "rel=\"next\"", "<x", "<y>; rel")).targets())
                .isEmpty();
        assertThat(Links.of(List.of()).targets()).isEmpty();
    }

    @Test
    void understandsSeveralRelationsAndHeaders() {
        Links links = Links.of(List.of("<a>; rel=\"prev first\"", "<b>; rel=\"next\""));

        assertThat(links.targets())
                .containsEntry("prev", "a")
                .containsEntry("first", "a")
                .containsEntry("next", "b");
    }
}
